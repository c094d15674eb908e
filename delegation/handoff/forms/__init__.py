"""The shape of what people say about handoffs. Whether it may be said is the actions' business."""

from delegation.handoff.forms.acts import (
    RecallForm,
    ResumptionForm,
    ReviewForm,
    SuspensionForm,
    TransferStepForm,
    VersionForm,
    WaiverForm,
    WhyForm,
)
from delegation.handoff.forms.packets import PacketForm, PreviewForm, StepsForm, steps_of
from delegation.handoff.forms.terms import ContinuationForm, PreparationForm, TermsForm

__all__ = [
    "ContinuationForm",
    "PacketForm",
    "PreparationForm",
    "PreviewForm",
    "RecallForm",
    "ResumptionForm",
    "ReviewForm",
    "StepsForm",
    "SuspensionForm",
    "TermsForm",
    "TransferStepForm",
    "VersionForm",
    "WaiverForm",
    "WhyForm",
    "steps_of",
]
