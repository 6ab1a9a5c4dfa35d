"""What the API's description calls the sets of choices of this app; read by the settings."""

NAMES = {
    "OrganisationKind": "governance.models.Organisation.Kind",
    "ExaminationStatus": "governance.examination_states.ExaminationStatus",
    "ExaminationResult": "governance.examination_states.ExaminationResult",
    "CriterionVerdict": "governance.examination_states.Verdict",
    "ExaminerSilence": "governance.examination_states.Silence",
    "TownshipForm": "governance.models.Organisation.TownshipForm",
}
