//! Provision to third parties: whether it may be done, what is recorded and confirmed, and how long a record is kept.
//!
//! It judges a plan; it records nothing.

pub mod basis;
pub mod foreign;
pub mod joint_use;
pub mod opt_out;
pub mod record;
mod referable;

use jiff::civil::Date;

pub use self::basis::Basis;
pub use self::foreign::{ForeignPlan, Standing};
pub use self::joint_use::JointUsePlan;
pub use self::opt_out::OptOutPlan;
pub use self::record::{Book, RecordDuty, RecordItem, Side, Way};
pub use self::referable::ReferablePlan;
use crate::reasoning::{Finding, Step, is_blocked};
use crate::statute::{Article, Law, not_held};
use crate::text::Text;

/// A planned provision, or one received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What is provided.
    pub content: Content,
    /// Who receives.
    pub recipient: Recipient,
}

/// What is provided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Personal data, on a basis of 法27条.
    PersonalData {
        /// The basis.
        basis: BasisPlan,
        /// Special care-required personal information is among it.
        special_care: bool,
    },
    /// Personally referable information (法31条).
    Referable(ReferablePlan),
}

/// A basis with what it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BasisPlan {
    /// A basis that needs nothing further here.
    Plain(Basis),
    /// Opt-out with its notice and filing.
    OptOut(OptOutPlan),
    /// Joint use with its notice.
    JointUse(JointUsePlan),
}

/// Who receives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// A third party in Japan.
    Domestic,
    /// A state organ, local government or the like (法16条2項).
    PublicBody,
    /// A third party in a foreign country.
    Foreign(ForeignPlan),
}

/// Whether a plan may be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What speaks against it, and what to mind.
    pub findings: Vec<Finding>,
    /// How it was found.
    pub steps: Vec<Step>,
}

impl BasisPlan {
    /// The basis itself (法27条).
    ///
    /// ```
    /// use law::provision::{Basis, BasisPlan};
    /// assert_eq!(BasisPlan::Plain(Basis::Consent).basis(), Basis::Consent);
    /// ```
    #[must_use]
    pub const fn basis(&self) -> Basis {
        match self {
            Self::Plain(basis) => *basis,
            Self::OptOut(_) => Basis::OptOut,
            Self::JointUse(_) => Basis::JointUse,
        }
    }
}

impl Plan {
    /// The basis, where personal data is provided (法27条).
    ///
    /// ```
    /// use law::provision::{Basis, BasisPlan, Content, Plan, Recipient};
    /// let content = Content::PersonalData { basis: BasisPlan::Plain(Basis::Statute), special_care: false };
    /// assert_eq!(Plan { content, recipient: Recipient::Domestic }.basis(), Some(Basis::Statute));
    /// ```
    #[must_use]
    pub const fn basis(&self) -> Option<Basis> {
        match &self.content {
            Content::PersonalData { basis, .. } => Some(basis.basis()),
            Content::Referable(_) => None,
        }
    }
}

impl Decision {
    /// Whether nothing blocks the plan (法27条).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::provision::{Basis, BasisPlan, Content, Plan, Recipient, decide};
    /// let content = Content::PersonalData { basis: BasisPlan::Plain(Basis::Consent), special_care: true };
    /// assert!(decide(&Plan { content, recipient: Recipient::Domestic }, date(2026, 4, 1)).is_allowed());
    /// ```
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        !is_blocked(&self.findings)
    }
}

/// Whether a plan may be carried out, as the law stood on a day (法27条, 28条, 31条; 規則11–18条, 26条).
///
/// ```
/// use jiff::civil::date;
/// use law::provision::{Content, BasisPlan, OptOutPlan, Plan, Recipient, decide};
/// let content = Content::PersonalData { basis: BasisPlan::OptOut(OptOutPlan::default()), special_care: true };
/// let decision = decide(&Plan { content, recipient: Recipient::Domestic }, date(2026, 4, 1));
/// assert!(!decision.is_allowed());
/// ```
#[must_use]
pub fn decide(plan: &Plan, as_of: Date) -> Decision {
    let (mut steps, mut findings) = match &plan.content {
        Content::PersonalData { basis, special_care } => personal_data(basis, *special_care, as_of),
        Content::Referable(referable) => referable::decide(*referable, &plan.recipient),
    };
    if let (Recipient::Foreign(foreign), Some(basis)) = (&plan.recipient, plan.basis()) {
        let (foreign_steps, foreign_findings) = foreign::decide(foreign, basis, as_of);
        steps.extend(foreign_steps);
        findings.extend(foreign_findings);
    }
    findings.extend(outside_force(as_of));
    steps.extend(findings.iter().map(Finding::to_step));
    Decision { findings, steps }
}

fn personal_data(plan: &BasisPlan, special_care: bool, as_of: Date) -> (Vec<Step>, Vec<Finding>) {
    let basis = plan.basis();
    let name = basis.name();
    let text = Text::new(format!("根拠は「{}」", name.ja), format!("the basis is: {}", name.en));
    let mut findings = match plan {
        BasisPlan::Plain(Basis::OptOut) => opt_out::check(&OptOutPlan::default(), as_of),
        BasisPlan::Plain(Basis::JointUse) => joint_use::check(&JointUsePlan::default(), as_of),
        BasisPlan::Plain(_) => Vec::new(),
        BasisPlan::OptOut(opt_out) => opt_out::check(opt_out, as_of),
        BasisPlan::JointUse(joint_use) => joint_use::check(joint_use, as_of),
    };
    if special_care && basis == Basis::OptOut {
        let message = Text::fixed(
            "要配慮個人情報はオプトアウトで提供できません。本人の同意を得てください",
            "special care-required personal information cannot be provided by opt-out; obtain the person's consent",
        );
        findings.push(Finding::block(
            "special_care",
            message,
            Article::of(Law::Appi, 27).paragraph(2),
        ));
    }
    (vec![Step::new(text, &[basis.article()])], findings)
}

/// Says when a day lies before the rules that are known here.
fn outside_force(as_of: Date) -> Option<Finding> {
    let article = Article::of(Law::Appi, 27);
    not_held(as_of).map(|text| Finding::warn("as_of", text, article).into_unverified())
}
