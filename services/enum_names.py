"""What the API's description calls the sets of choices of this app; read by the settings."""

NAMES = {
    "ApplicationStatus": "services.states.ApplicationStatus",
    "ApplicantKind": "services.states.ApplicantKind",
    "ApplicationWay": "services.states.Way",
    "ApplicationClock": "services.states.Clock",
    "ApplicationDecision": "services.states.Decision",
    "NotAcceptedReason": "services.states.NotAcceptedReason",
    "StageKind": "services.states.StageKind",
    "OpinionStance": "services.states.Stance",
    "HandOverAnswer": "services.states.HandOverAnswer",
    "PapersEnd": "services.states.PapersEnd",
    "PromiseCheckResult": "services.states.CheckResult",
}
