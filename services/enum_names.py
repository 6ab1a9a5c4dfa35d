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
    "HotlineOrderStatus": "services.hotline_states.OrderStatus",
    "RatingGrade": "services.rating_states.Grade",
    "RatingCause": "services.rating_states.RatingCause",
    "RatingStatus": "services.rating_states.RatingStatus",
    "RatingAnswer": "services.rating_states.RatingAnswer",
    "AppealDecision": "services.rating_states.AppealDecision",
    "PromiseCheckResult": "services.states.CheckResult",
}
