"""The protocol of uploads in chunks, spoken by static/js/upload.js: JSON answers, sentences in `detail` (core.uploads)."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from core import refusals, uploads
from core.exceptions import Refused
from core.models import UploadSession


def _said(row: UploadSession, status: int = 200) -> JsonResponse:
    told = {"id": row.pk, "offset": row.received, "size": row.size, "state": row.state, "chunk": uploads.CHUNK}
    failed = uploads.failure(row)
    response = JsonResponse(told | ({"detail": failed, "state": "failed"} if failed else {}), status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def speaking_json(view):
    """A refusal becomes {"detail": sentence} with its status; with the server's offset where there is one."""

    @wraps(view)
    def inner(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Refused as refusal:
            refusals.remember(request, refusal)
            told = {"detail": refusal.sentence, "code": refusal.code}
            row = UploadSession.objects.visible_to(request.user).filter(pk=kwargs.get("pk")).first()
            return JsonResponse(told | ({"offset": row.received} if row else {}), status=refusal.status)

    return inner


def _number(text) -> int:
    """A whole number from the browser, or -1."""
    return int(text) if str(text).isascii() and str(text).isdigit() and len(str(text)) < 16 else -1


@login_required
@require_POST
@speaking_json
def upload_create(request):
    """Fields place, owner, name, size, mark. 201 with the upload and where to go on, 404 for a record out of reach."""
    kind, owner = request.POST.get("place", ""), _number(request.POST.get("owner", ""))
    uploads.check_place(request.user, kind, owner)
    row = uploads.create(
        name=request.POST.get("name", ""), size=_number(request.POST.get("size", "")),
        mark=request.POST.get("mark", ""), owner_type=kind, owner_id=owner, actor=request.user,
    )  # fmt: skip
    return _said(row, 201)


@login_required
@require_http_methods(["GET", "PUT"])
@speaking_json
def upload(request, pk):
    """GET: how far it has come. PUT ?offset=n with raw bytes: the next part; 409 names the server's offset."""
    row = get_object_or_404(UploadSession.objects.visible_to(request.user), pk=pk)
    if request.method == "PUT":
        length = _number(request.META.get("CONTENT_LENGTH", ""))
        row = uploads.append(row=row, offset=_number(request.GET.get("offset", "")), body=request, length=length)
    return _said(row)


@login_required
@require_POST
@speaking_json
def upload_finish(request, pk):
    """Field sha256: the hash that the browser reckoned over the whole file."""
    row = get_object_or_404(UploadSession.objects.visible_to(request.user), pk=pk)
    return _said(uploads.finish(row=row, sha256=request.POST.get("sha256", "")))


@login_required
@require_POST
@speaking_json
def upload_join(request):
    """Fields place, owner, part (several, in order): photographs become one PDF; 202 with the upload to ask after."""
    kind, owner = request.POST.get("place", ""), _number(request.POST.get("owner", ""))
    uploads.check_place(request.user, kind, owner)
    keys = [_number(key) for key in request.POST.getlist("part")]
    known = {row.pk: row for row in uploads.open_at(request.user, kind, owner).filter(pk__in=keys)}
    return _said(uploads.join(rows=[known[key] for key in keys if key in known], actor=request.user), 202)
