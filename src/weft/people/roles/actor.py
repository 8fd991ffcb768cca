"""Who is acting, as policy sees them: an account's person and the roles in force now."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Grant:
    """A role held now: in one organisation, or in the city team (`is_city`) and so city-wide."""

    role: str
    organisation_id: int
    is_city: bool = False


@dataclass(frozen=True)
class Actor:
    """What a request may use. Staff grants are there only once a second factor was shown in this session."""

    account_id: int | None = None
    person_id: int | None = None
    person_public_id: str = ""
    grants: tuple[Grant, ...] = ()
    awaiting_second_factor: tuple[str, ...] = ()

    @property
    def roles(self) -> frozenset[str]:
        """Every role held: everyone is `public`, everyone signed in is `resident` too."""
        signed_in = {"resident"} if self.account_id is not None else set()
        return frozenset({"public"} | signed_in | {grant.role for grant in self.grants})


ANYONE = Actor()


@dataclass(frozen=True)
class Scope:
    """How far an action reaches for an actor: what is their own, their organisations', or everything."""

    reach: str  # "own", "organisation", "all"
    organisations: tuple[int, ...] = field(default=())

    @property
    def is_own(self) -> bool:
        return self.reach == "own"

    @property
    def is_organisation(self) -> bool:
        return self.reach == "organisation"
