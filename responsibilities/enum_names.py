"""What the API's description calls the sets of choices of this app; read by the settings."""

NAMES = {
    "ListKind": "responsibilities.kinds.ListKind",
    "EditionStatus": "responsibilities.states.EditionStatus",
    "Commencement": "responsibilities.models.Commencement",
    "LawNameKind": "responsibilities.models.LawName.Kind",
    "ParticipationRole": "responsibilities.models.Participation.Role",
}
