"""Parts of a dossier: official forms as written and as filed (frozen data, hash), remarks of a return by item."""

from django.db import models
from django.urls import reverse

from accounts.models import User
from core import clock
from core.models import File
from evaluations.models.dossiers import Dossier
from evaluations.querysets import OfDossierQuerySet


class DossierForm(models.Model):
    """What the producer wrote into one form; blanks that the portal fills from its own data are not kept here."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="forms")
    code = models.CharField(max_length=20)  # "mau-02"
    values = models.JSONField(default=dict)
    updated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    objects = OfDossierQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "code"], name="dossier_form_once")]


class FiledForm(models.Model):
    """One form as it was filed, word for word; filing again after a return adds the next one. Files are made by a job."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="filed_forms")
    code = models.CharField(max_length=20)
    number = models.CharField(max_length=30)  # "Mẫu số 02"
    form_version = models.CharField(max_length=40)  # regulation and hash of the form's own words
    sequence = models.PositiveSmallIntegerField(default=1)
    data = models.JSONField()
    hash = models.CharField(max_length=64)
    filed_at = models.DateTimeField(default=clock.now)
    filed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = OfDossierQuerySet.as_manager()

    class Meta:
        ordering = ["dossier_id", "code", "-sequence"]
        constraints = [models.UniqueConstraint(fields=["dossier", "code", "sequence"], name="filed_form_once")]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("evaluations:filed_form", args=[self.pk])


class ReturnRemark(models.Model):
    """What an office asks for at one part of a returned dossier; open until the dossier is filed again."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="remarks")
    place = models.CharField(max_length=20)  # "row-03", "mau-02", "self", "names"
    text = models.TextField()
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=200)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = OfDossierQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["dossier", "answered_at"])]

    def __str__(self):
        return self.text
