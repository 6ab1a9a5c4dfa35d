"""Counting an edition once and for all, when it is published."""

from collections import Counter, defaultdict

from django.db.models import Count

from governance.search import joined, tokens
from responsibilities.models import BodyTally, Edition, HeadingTally, HeadingTokens, Participation


def tally(edition: Edition) -> int:
    """统计: write what the edition, which is about to be published and locked, amounts to; how many entries it has."""
    parts = Participation.objects.filter(entry__edition=edition).order_by()
    led = set(parts.township_led().values_list("entry", flat=True))
    roles: dict[int, Counter[str]] = defaultdict(Counter)
    for heading, role, count in (
        parts.values("entry__heading", "role")
        .annotate(entries=Count("entry", distinct=True))
        .values_list("entry__heading", "role", "entries")
    ):
        roles[heading][role] = count
    texts: dict[int, list[str]] = defaultdict(list)
    led_by_township: Counter[int] = Counter()
    for entry, heading, text in edition.entries.values_list("pk", "heading", "search_text"):
        texts[heading].append(text)
        led_by_township[heading] += entry in led
    headings = {heading.pk: heading for heading in edition.headings.all() if heading.pk in texts}
    tallies = HeadingTally.objects.bulk_create(
        HeadingTally(
            edition=edition,
            kind=edition.duty_list.kind,
            position=heading.position,
            title=heading.title,
            entry_count=len(texts[heading.pk]),
            township_led_count=led_by_township[heading.pk],
            **{f"{role}_count": roles[heading.pk][role] for role in Participation.Role.values},
        )
        for heading in headings.values()
    )
    HeadingTokens.objects.bulk_create(
        HeadingTokens(edition=edition, heading=row, tokens=joined(tokens(texts[heading])))
        for heading, row in zip(headings, tallies, strict=True)
    )
    BodyTally.objects.bulk_create(
        BodyTally(edition=edition, body_id=body, body_class=body_class, role=role, entry_count=count)
        for body, body_class, role, count in parts.values("body", "body_class", "role")
        .annotate(entries=Count("pk"))
        .values_list("body", "body_class", "role", "entries")
    )
    return sum(map(len, texts.values()))
