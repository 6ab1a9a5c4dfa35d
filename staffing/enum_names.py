"""What the API's description calls the sets of choices of this app; read by the settings."""

NAMES = {
    "StructureChangeKind": "staffing.states.StructureChangeKind",
    "MidlevelStatus": "staffing.states.MidlevelStatus",
    "QuotaApprovalStatus": "staffing.states.ApprovalStatus",
    "PostClass": "staffing.states.PostClass",
    "AbsenceKind": "staffing.states.AbsenceKind",
    "TermEffect": "staffing.states.TermEffect",
    "SecondmentKind": "staffing.states.SecondmentKind",
    "SecondmentStatus": "staffing.states.SecondmentStatus",
    "PersonMovementKind": "staffing.states.PersonMovementKind",
    "Gender": "staffing.states.Gender",
    "QuotaCategory": "staffing.states.QuotaCategory",
    "QuotaHolderKind": "staffing.states.HolderKind",
    "QuotaLevel": "staffing.states.Level",
    "QuotaStanding": "staffing.states.Standing",
    "QuotaMovementKind": "staffing.states.MovementKind",
    "QuotaSource": "staffing.states.Source",
    "QuotaOrigin": "staffing.states.Origin",
}
