"""Everything tests build, in one file. Names are invented; 澜山市 does not exist."""

import datetime

import factory

from governance.models import Account, Membership, Organisation, RuleSuspension
from governance.roles import Role


class OrganisationFactory(factory.django.DjangoModelFactory):
    """A body below `parent`, or a county of its own without one."""

    class Meta:
        model = Organisation

    code = factory.Sequence(lambda n: f"ORG-{n}")
    name = factory.Sequence(lambda n: f"测试机构{n}")
    kind = Organisation.Kind.DEPARTMENT

    @classmethod
    def _create(cls, model_class, *args, parent: Organisation | None = None, **kwargs):
        if parent is None:
            return model_class.objects.add_root(kwargs)
        return model_class.objects.add_child(parent, kwargs)


class CountyFactory(OrganisationFactory):
    kind = Organisation.Kind.COUNTY
    name = factory.Sequence(lambda n: f"测试市{n}")


class TownshipFactory(OrganisationFactory):
    kind = Organisation.Kind.TOWNSHIP
    township_form = Organisation.TownshipForm.TOWN
    name = factory.Sequence(lambda n: f"测试{n}镇")


class RuleSuspensionFactory(factory.django.DjangoModelFactory):
    """A local rule that is switched off since 2026-09-01, without an end."""

    class Meta:
        model = RuleSuspension

    organisation = factory.SubFactory(CountyFactory)
    code = "sent_back_before"
    document_no = factory.Sequence(lambda n: f"澜政办发〔2026〕{n + 100}号")
    approver = "市人民政府"
    effective_from = datetime.date(2026, 9, 1)
    reason = "试点期间暂不执行"


class AccountFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Account
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    name = factory.Sequence(lambda n: f"测试人员{n}")

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        self.set_password(extracted or "a long test password")
        if create:
            self.save()


def member(organisation: Organisation, role: Role, **account) -> Account:
    """A fresh account holding the role at the organisation since long ago."""
    person = AccountFactory(**{"organisation": organisation, **account})
    Membership.objects.create(account=person, organisation=organisation, role=role, starts_on=datetime.date(2020, 1, 1))
    return person


def portal_of(county: Organisation) -> Account:
    """The portal's own account, as which background work and set-up run; one per test."""
    portal = AccountFactory(username="portal", name="乡镇治理平台", kind=Account.Kind.SYSTEM)
    Membership.objects.create(account=portal, organisation=county, role=Role.PORTAL)
    return portal
