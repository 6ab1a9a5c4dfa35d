"""Addresses below /api/ that lead nowhere."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.views import APIView


@extend_schema(exclude=True)
class Unknown(APIView):
    """Says 404 as a problem document, instead of the staff portal's page."""

    permission_classes = ()
    checks_parameters = True  # whatever they are, it is not here

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        raise Http404
