"""Rows of uploads in chunks to a dossier: who writes it while it lies with the producer; nobody sees another's upload."""

from datetime import timedelta

from core import clock, uploads
from core.enums import UploadState
from core.models import UploadSession
from tests.matrix import Row
from tests.matrix.evaluations import WRITES

PLACE = {"place": "evaluations.dossier"}


def build(world):
    """An unfinished upload of the commune's officer to the scheduled dossier, which takes no papers now."""
    world.extra["an_upload"] = UploadSession.objects.create(
        stored_name="matrix", original_name="Hợp đồng.pdf", size=10, state=UploadState.OPEN, owner_type=PLACE["place"],
        owner_id=world.a_dossier.pk, actor_id=world.commune.pk, expires_at=clock.now() + uploads.LIFE + timedelta(days=1),
    )  # fmt: skip


def one(world):
    return {"pk": world.an_upload.pk}


def begin(world):
    return PLACE | {"owner": world.a_dossier.pk, "name": "Hợp đồng.pdf", "size": 10}


TOLD = WRITES | dict.fromkeys(["owner", "producer"], 422)  # a scheduled dossier takes nothing; the others never write
ROWS = [
    Row("core:upload_create", method="post", data=begin, expect=TOLD),
    Row("core:upload_join", method="post", data=begin, expect=TOLD),
    Row("core:upload", one, expect={"owner": 200}, holds={"owner": lambda w: ['"offset": 0']}),
    Row("core:upload", one, method="put", query=lambda w: {"offset": 0}, expect={"owner": 409}),
    Row("core:upload_finish", one, method="post", expect={"owner": 422}),
]
