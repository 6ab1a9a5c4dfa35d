"""Pages of the kernel that are not admin pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: say so in words, keep what was typed one step back."""
    return render(request, "governance/csrf_failure.html", status=403)
