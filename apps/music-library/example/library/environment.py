"""What the surroundings say: variables, and nothing else. All that is wrong is said at once."""

from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured


class Variables:
    """Reads variables and keeps what is wrong with them until somebody asks."""

    def __init__(self, given: Mapping[str, str]) -> None:
        """Takes the environment of the process, or what a test says of one."""
        self.given = given
        self.problems: list[str] = []

    def text(self, name: str, default: str | None = None) -> str:
        """A text that is there; an empty one is none."""
        value = self.given.get(name) or default
        if value is None:
            self.problems.append(f"{name} must be set")
        return value or ""

    def number(self, name: str, default: int) -> int:
        """A whole number."""
        value = self.text(name, str(default))
        if not value.isdecimal():
            self.problems.append(f"{name} must be a whole number, got {value!r}")
            return default
        return int(value)

    def secret(self, name: str, at_least: int) -> str:
        """A text that nobody guesses; it is never repeated in a message."""
        value = self.text(name)
        if value and len(value) < at_least:
            self.problems.append(f"{name} must have at least {at_least} characters")
        return value

    def names(self, name: str) -> list[str]:
        """Names parted by commas. `*` is none of them: it would switch a check off."""
        values = [each.strip() for each in self.text(name).split(",") if each.strip()]
        if "*" in values:
            self.problems.append(f"{name} must name each one, got '*'")
        return values

    def one_of(self, name: str, choices: tuple[str, ...]) -> str:
        """One of a few words; the first is the default."""
        value = self.text(name, choices[0])
        if value not in choices:
            self.problems.append(f"{name} must be one of {', '.join(choices)}, got {value!r}")
        return value

    def check(self) -> None:
        """Stops the process before it begins, with everything that is to be mended."""
        if self.problems:
            raise ImproperlyConfigured("; ".join(self.problems))
