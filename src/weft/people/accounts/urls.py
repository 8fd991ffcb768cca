"""Routes of signing in, my account and invitations."""

from django.urls import path

from weft.people.accounts.views import account, codes, factors, invited, inviting, second, signing

INVITATION = "account/invitations/<str:public_id>/"

urlpatterns = [
    path("sign-in", signing.sign_in, name="sign-in"),
    path("sign-out", signing.sign_out, name="sign-out"),
    path("account/code", codes.enter_code, name="enter-code"),
    path("account/new", signing.new_account, name="new-account"),
    path("account/passkey", second.passkey_sign_in, name="passkey-sign-in"),
    path("account/link/<str:token>", signing.by_link, name="sign-in-link"),
    path("account/second-factor", second.second_factor, name="second-factor"),
    path("account/second-factor/passkey", second.second_passkey, name="second-factor-passkey"),
    path("account/invitation/<str:token>", invited.invitation, name="invitation"),
    path("account/", account.account, name="account"),
    path("account/confirm", second.confirm, name="account-confirm"),
    path("account/name", account.name, name="account-name"),
    path("account/language", account.language, name="account-language"),
    path("account/address", account.address, name="account-address"),
    path("account/sign-out-everywhere", account.everywhere, name="sign-out-everywhere"),
    path("account/one-time-codes", factors.one_time, name="factor-one-time"),
    path("account/passkeys/new", factors.passkey, name="factor-passkey"),
    path("account/recovery-codes", factors.recovery, name="factor-recovery"),
    path("account/recovery-codes/new", factors.renew, name="factor-renew"),
    path("account/factors/<int:number>/remove", factors.remove, name="factor-remove"),
    path("account/invitations/", inviting.index, name="invitations"),
    path("account/invitations/new", inviting.new, name="invite"),
    path(INVITATION + "approve", inviting.approve, name="invitation-approve"),
    path(INVITATION + "again", inviting.again, name="invitation-again"),
    path(INVITATION + "withdraw", inviting.withdraw, name="invitation-withdraw"),
]
