"""What the API's description calls the sets of choices of this app; read by the settings."""

NAMES = {
    "OrganisationKind": "governance.models.Organisation.Kind",
    "TownshipForm": "governance.models.Organisation.TownshipForm",
}
