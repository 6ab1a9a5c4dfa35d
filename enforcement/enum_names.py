"""What the API's description calls the sets of choices of this app; read by the settings."""

NAMES = {
    "GrantForm": "enforcement.states.GrantForm",
    "GrantLevel": "enforcement.states.GrantLevel",
    "CaseStatus": "enforcement.states.CaseStatus",
    "TransferStatus": "enforcement.states.TransferStatus",
    "PartyKind": "enforcement.states.PartyKind",
    "TransferReason": "enforcement.states.TransferReason",
    "SendBackReason": "enforcement.states.SendBackReason",
}
