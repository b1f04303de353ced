"""Step 5 in files: sheets, dossiers, councils, paper sheets, practice, results, and what follows a result."""

from evaluations.models.after import (
    Complaint,
    Inspection,
    InspectionFile,
    RenewalNotice,
    WithdrawalProposal,
    WrittenOpinion,
    WrittenProposal,
)
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
from evaluations.models.discipline import Invitation, KnockoutProposal, SheetReopening
from evaluations.models.dossiers import (
    Citation,
    CommuneReport,
    Dossier,
    Evidence,
    SelfAssessment,
    SelfAssessmentChoice,
)
from evaluations.models.forms import DossierForm, FiledForm, ReturnRemark
from evaluations.models.paperentries import PaperAnswer, PaperEntry, PaperTyping
from evaluations.models.papers import IssuedPaper, PaperSettings
from evaluations.models.practices import Guidance, Practice, PracticeScore, PracticeSheet
from evaluations.models.results import (
    Certificate,
    DecisionItem,
    ImportedRecognition,
    RecognitionDecision,
    Result,
    Withdrawal,
)
from evaluations.models.rewards import RewardPayment, RewardTally
from evaluations.models.rounds import RoundProposal
from evaluations.models.rubrics import CriteriaDraft, Criterion, Knockout, Option, Rubric, Section, StarGate

__all__ = [
    "AdvisoryTeam",
    "Certificate",
    "Citation",
    "CommuneReport",
    "Complaint",
    "Conflict",
    "Council",
    "CouncilMember",
    "CouncilSession",
    "CriteriaDraft",
    "Criterion",
    "DecisionItem",
    "Dossier",
    "DossierForm",
    "Evidence",
    "Finding",
    "FiledForm",
    "Guidance",
    "ImportedRecognition",
    "Inspection",
    "InspectionFile",
    "Invitation",
    "IssuedPaper",
    "Knockout",
    "KnockoutProposal",
    "Option",
    "PaperAnswer",
    "PaperEntry",
    "PaperTyping",
    "Practice",
    "PracticeScore",
    "PracticeSheet",
    "PaperSettings",
    "Presence",
    "RecognitionDecision",
    "RenewalNotice",
    "Result",
    "ReturnRemark",
    "RewardPayment",
    "RewardTally",
    "Round",
    "RoundProposal",
    "Rubric",
    "Score",
    "ScoreChange",
    "ScoreSheet",
    "Section",
    "SelfAssessment",
    "SelfAssessmentChoice",
    "SessionProduct",
    "SheetReopening",
    "StarGate",
    "Withdrawal",
    "WithdrawalProposal",
    "WrittenOpinion",
    "WrittenProposal",
]
