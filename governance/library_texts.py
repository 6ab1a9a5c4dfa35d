"""Texts of libraries that people read and our catalogue words anew; listed to be collected, nothing imports them."""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

WORDED_ANEW = (
    # Signing in and passwords
    _(
        "Please enter the correct %(username)s and password for a staff account."
        " Note that both fields may be case-sensitive."
    ),
    _("This account is inactive."),
    _("Your old password was entered incorrectly. Please enter it again."),
    _("Enter the same password as before, for verification."),
    _("Your password can’t be too similar to your other personal information."),
    _("The password is too similar to the %(verbose_name)s."),
    _("Your password can’t be a commonly used password."),
    _("This password is too common."),
    _("Your password can’t be entirely numeric."),
    _("This password is entirely numeric."),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
    ),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    # What was typed into a field
    _("This field is required."),
    _("Enter a valid date."),
    _("Enter a valid date/time."),
    _("Enter a whole number."),
    _("Enter a valid URL."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
    _("Enter a number."),
    # Answers of the API
    _("Authentication credentials were not provided."),
    _('Method "{method}" not allowed.'),
    _('Unsupported media type "{media_type}" in request.'),
    _("This field may not be blank."),
    _("This field may not be null."),
    _('"{input}" is not a valid choice.'),
    _("Object with {slug_name}={value} does not exist."),
    # Headings of lists
    _("Any date"),
    _("Toggle sorting"),
    _("Remove from sorting"),
    _("Sorting priority: %(priority_number)s"),
)
