"""Password rules with our own sentences; Django's Vietnamese catalogue lacks two of the three."""

from django.contrib.auth import password_validation as django_rules

from accounts import messages


class UserAttributeSimilarityValidator(django_rules.UserAttributeSimilarityValidator):
    """Refuses a password near the person's names or mail."""

    def __init__(self):
        super().__init__(user_attributes=("username", "full_name", "email"))

    def get_error_message(self):
        return messages.PASSWORD_SIMILAR

    def get_help_text(self):
        return messages.PASSWORD_SIMILAR


class MinimumLengthValidator(django_rules.MinimumLengthValidator):
    """At least `min_length` characters."""

    def get_error_message(self):
        return messages.PASSWORD_SHORT % {"limit": self.min_length}

    def get_help_text(self):
        return messages.PASSWORD_SHORT % {"limit": self.min_length}


class CommonPasswordValidator(django_rules.CommonPasswordValidator):
    """Refuses the 20,000 passwords that everybody uses."""

    def get_error_message(self):
        return messages.PASSWORD_COMMON

    def get_help_text(self):
        return messages.PASSWORD_COMMON
