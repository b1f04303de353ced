"""Who may act on a cycle: predicates under the names that the table uses (design §3, §6)."""

from core.scope import COMMUNE, DISTRICT, MINISTRY, PROVINCE
from districts.enums import Level
from districts.models import ProgrammeSettings
from producers.models import ProducerMember
from products.cycle import actor
from products.enums import EvaluationLevel, FundSource
from products.paths import first_scoring_level, has_level


@actor("producer")
def is_producer(user, cycle) -> bool:
    """A member of the cycle's producer."""
    return is_member(user, cycle.producer_id)


def is_member(user, producer_id: int) -> bool:
    """Whether the person acts for this producer."""
    if user.scope.user_id is None:
        return False
    return ProducerMember.objects.filter(user_id=user.scope.user_id, producer_id=producer_id).exists()


@actor("commune")
def is_commune(user, cycle) -> bool:
    """The officer of the commune."""
    return user.scope.holds(COMMUNE, unit_id=cycle.unit_id)


@actor("local_officer")
def is_local_officer(user, cycle) -> bool:
    """An officer of the commune or district, acting for a producer who cannot."""
    return is_officer_of(user, cycle.unit_id)


def _at_level(user, cycle, level: str) -> bool:
    if level == Level.COMMUNE:
        return user.scope.holds(COMMUNE, unit_id=cycle.unit_id)
    if level == Level.DISTRICT:
        return user.scope.holds(DISTRICT, unit_id=cycle.unit_id)
    return user.scope.holds(PROVINCE, province_id=cycle.province_id)


def _settings(cycle) -> ProgrammeSettings:
    return ProgrammeSettings.objects.filter(province_id=cycle.province_id).first() or ProgrammeSettings()


def _has_districts(cycle) -> bool:
    """Whether the cycle's path knows a district (1048, 148): the district appraises then (regulations 1048, 148)."""
    return has_level(cycle, EvaluationLevel.DISTRICT)


def appraisal_level(cycle) -> str:
    """Who appraises ideas: the district where there is one, else the province's choice (design §6)."""
    return Level.DISTRICT if _has_districts(cycle) else _settings(cycle).appraisal_level


def selection_level(cycle) -> str:
    """Who selects plans: the district where there is one, else the province's choice."""
    return Level.DISTRICT if _has_districts(cycle) else _settings(cycle).selection_level


@actor("appraiser")
def is_appraiser(user, cycle) -> bool:
    """An officer of the level that appraises the cycle's idea."""
    return _at_level(user, cycle, appraisal_level(cycle))


@actor("selector")
def is_selector(user, cycle) -> bool:
    """An officer of the level that selects the cycle's plan."""
    return _at_level(user, cycle, selection_level(cycle))


@actor("receiver")
def is_receiver(user, cycle) -> bool:
    """The office of the level that holds the dossier, or of the first scoring level before anyone has received it."""
    level = cycle.level or first_scoring_level(cycle).level
    if level == EvaluationLevel.CENTRE:
        return user.scope.acts_as(MINISTRY)
    return _at_level(user, cycle, Level.DISTRICT if level == EvaluationLevel.DISTRICT else Level.PROVINCE)


def may_edit(user, cycle) -> bool:
    """Who writes the producer's papers of steps 2 to 4: its members, or a local officer for them."""
    return is_producer(user, cycle) or is_local_officer(user, cycle)


def may_register(user, producer) -> bool:
    """Who opens a cycle for a producer: its members, or an officer of its commune or district for them."""
    return is_member(user, producer.pk) or is_officer_of(user, producer.unit_id)


def is_officer_of(user, unit_id: int) -> bool:
    """An officer of the commune or district that the unit belongs to, in office today."""
    return user.scope.holds(COMMUNE, unit_id=unit_id) or user.scope.holds(DISTRICT, unit_id=unit_id)


def may_record_support(user, cycle) -> bool:
    """Who records what a cycle was granted: the officers of its commune, district or province, never the producer."""
    return is_local_officer(user, cycle) or user.scope.holds(PROVINCE, province_id=cycle.province_id)


def may_decide_support(user, cycle, source: str) -> bool:
    """Who approves and records payments: the province; commune and district for their own budget and other sources."""
    if user.scope.holds(PROVINCE, province_id=cycle.province_id):
        return True
    return source in (FundSource.LOCAL, FundSource.OTHER) and is_local_officer(user, cycle)


def may_register_somewhere(user) -> bool:
    """Whether the button "Đăng ký" is worth showing: a local officer in office, or a member of some producer."""
    if user.scope.acts_as(COMMUNE) or user.scope.acts_as(DISTRICT):
        return True
    return not user.scope.roles and ProducerMember.objects.filter(user_id=user.scope.user_id).exists()
