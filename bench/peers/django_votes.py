"""The peer that casts a ballot as a Django application does: the same request, the same seal, the same durability.

By Django's own means, in one file: its protection of forms, its signed cookies, a form, models, one transaction for
each request, SQLite in WAL with FULL. The database lies at `PEER_DATABASE`. `python -m bench.peers.django_votes 6000`
makes the tables and so many voters and prints for each the cookies and the fields of a cast, as JSON; a server serves
`application`.
"""

import hashlib
import json
import os
import secrets
import sys
from datetime import timedelta

import django
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django import forms
from django.conf import settings
from django.core.signing import get_cookie_signer
from django.core.wsgi import get_wsgi_application
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

PASS, RECEIPT, PADDED_TO, SIX_HOURS = "pass", "receipt", 600, 6 * 3600
SUITE = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
SIGNING, LINK = ed25519.Ed25519PrivateKey.from_private_bytes(b"s" * 32), AESGCM(b"k" * 32)

settings.configure(
    SECRET_KEY="a peer's, which keeps nothing",  # noqa: S106 - it guards invented voters of one measurement
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ.get("PEER_DATABASE", ":memory:"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    },
)
django.setup()


class Kept(models.Model):
    """Whatever this peer keeps."""

    class Meta:
        """Django asks for a name of the application."""

        abstract = True
        app_label = "peer"


class Round(Kept):
    """A round with voting open, and the key that its ballots are sealed to."""

    closes_at = models.DateTimeField()
    public_point = models.BinaryField()
    stars = models.IntegerField()


class Project(Kept):
    """A bid on the ballot."""

    round = models.ForeignKey(Round, models.CASCADE)
    number = models.IntegerField()


class Voter(Kept):
    """Somebody who may vote."""

    round = models.ForeignKey(Round, models.CASCADE)


class Urn(Kept):
    """A sealed ballot in the place of its voter."""

    slot = models.CharField(max_length=64, unique=True)
    envelope = models.CharField(max_length=32)
    rev = models.IntegerField()
    commit = models.BinaryField()
    sealed = models.BinaryField()


MODELS = (Round, Project, Voter, Urn)


class Cast(forms.Form):
    """What a voter sends: the numbers of the bids, one for each star, and the sender's own id of the cast."""

    draft = forms.CharField(max_length=400)
    envelope = forms.CharField(min_length=16, max_length=32)


@require_POST
def cast(request: HttpRequest) -> HttpResponse:
    """Seal a ballot, store it and lead to the receipt."""
    voter_id, round_id = request.get_signed_cookie(PASS, max_age=SIX_HOURS).split(".")
    form = Cast(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Please look at your choices again.")
    with transaction.atomic():
        place = Round.objects.get(pk=round_id)
        voter = Voter.objects.get(pk=voter_id, round=place)
        numbers = set(Project.objects.filter(round=place).values_list("number", flat=True))
        stars = [int(number) for number in form.cleaned_data["draft"].split()]
        if timezone.now() >= place.closes_at or len(stars) > place.stars or set(stars) - numbers:
            return HttpResponseBadRequest("Please look at your choices again.")
        marks = {str(number): stars.count(number) for number in stars}
        body = json.dumps({"marks": marks, "nonce": secrets.token_hex(32), "round": place.pk}).encode()
        commit = hashlib.sha256(body).digest()
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes(place.public_point))
        nonce = secrets.token_bytes(12)
        content = {
            "envelope": form.cleaned_data["envelope"],
            "rev": 1,
            "commit": nonce + LINK.encrypt(nonce, commit, None),
            "sealed": SUITE.encrypt(body.ljust(PADDED_TO), key, info=b"ballot"),
        }
        Urn.objects.update_or_create(slot=hashlib.sha256(f"slot {voter.pk}".encode()).hexdigest(), defaults=content)
    answer = HttpResponseRedirect("/vote/done")
    answer.status_code = 303
    answer.delete_cookie(PASS)
    answer.set_signed_cookie(RECEIPT, SIGNING.sign(commit).hex(), max_age=SIX_HOURS, httponly=True)
    return answer


urlpatterns = [path("vote/cast", cast)]
application = get_wsgi_application()


def prepare(voters: int) -> list[dict[str, str]]:
    """Make the tables, a round with twelve bids and so many voters; gives each one's pass and form token."""
    with connection.schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    place = Round.objects.create(closes_at=timezone.now() + timedelta(days=1), public_point=point, stars=5)
    Project.objects.bulk_create([Project(round=place, number=number) for number in range(1, 13)])
    people = Voter.objects.bulk_create([Voter(round=place) for _ in range(voters)])
    signer = get_cookie_signer(salt=PASS)
    return [{"pass": signer.sign(f"{voter.pk}.{place.pk}"), "token": secrets.token_hex(16)} for voter in people]


if __name__ == "__main__":
    print(json.dumps(prepare(int(sys.argv[1]))))
