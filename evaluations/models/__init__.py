"""Step 5 in four files: sheets, dossiers, councils, results."""

from evaluations.models.councils import (
    AdvisoryTeam,
    Conflict,
    Council,
    CouncilMember,
    CouncilSession,
    Finding,
    Presence,
    Round,
    Score,
    ScoreChange,
    ScoreSheet,
    SessionProduct,
)
from evaluations.models.dossiers import (
    Citation,
    CommuneReport,
    Dossier,
    Evidence,
    SelfAssessment,
    SelfAssessmentChoice,
)
from evaluations.models.papers import IssuedPaper, PaperSettings
from evaluations.models.results import (
    Certificate,
    DecisionItem,
    ImportedRecognition,
    RecognitionDecision,
    Result,
    Withdrawal,
)
from evaluations.models.rubrics import Criterion, Knockout, Option, Rubric, Section, StarGate

__all__ = [
    "AdvisoryTeam",
    "Certificate",
    "Citation",
    "CommuneReport",
    "Conflict",
    "Council",
    "CouncilMember",
    "CouncilSession",
    "Criterion",
    "DecisionItem",
    "Dossier",
    "Evidence",
    "Finding",
    "ImportedRecognition",
    "IssuedPaper",
    "Knockout",
    "Option",
    "PaperSettings",
    "Presence",
    "RecognitionDecision",
    "Result",
    "Round",
    "Rubric",
    "Score",
    "ScoreChange",
    "ScoreSheet",
    "Section",
    "SelfAssessment",
    "SelfAssessmentChoice",
    "SessionProduct",
    "StarGate",
    "Withdrawal",
]
