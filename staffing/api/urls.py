"""Routes of staffing, below /api/v1/staffing/."""

from rest_framework.routers import SimpleRouter

from staffing.api.approvals import ApprovalViewSet
from staffing.api.midlevel import CeilingViewSet, MidlevelViewSet
from staffing.api.structure import SidesViewSet, StructureViewSet, UpgradeViewSet
from staffing.api.views.campaigns import ApplicantViewSet, CampaignViewSet
from staffing.api.views.ledger import BalanceViewSet, DocumentViewSet, MovementViewSet
from staffing.api.views.people import PersonViewSet, TermInterruptionViewSet
from staffing.api.views.secondments import PersonMovementViewSet, SecondmentViewSet

router = SimpleRouter()
router.register("balances", BalanceViewSet, basename="balance")
router.register("movements", MovementViewSet, basename="movement")
router.register("documents", DocumentViewSet, basename="quota_document")
router.register("approvals", ApprovalViewSet, basename="approval")
router.register("midlevel", MidlevelViewSet, basename="midlevel")
router.register("midlevel-ceilings", CeilingViewSet, basename="midlevel_ceiling")
router.register("structure", StructureViewSet, basename="structure")
router.register("structure-sides", SidesViewSet, basename="structure_sides")
router.register("upgrades", UpgradeViewSet, basename="upgrade")
router.register("people", PersonViewSet, basename="person")
router.register("applicants", ApplicantViewSet, basename="applicant")
router.register("campaigns", CampaignViewSet, basename="campaign")
router.register("person-movements", PersonMovementViewSet, basename="person_movement")
router.register("secondments", SecondmentViewSet, basename="secondment")
router.register("term-interruptions", TermInterruptionViewSet, basename="term_interruption")

urlpatterns = router.urls
