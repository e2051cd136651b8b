//! The kinds of records whose keep period a statute or a scheme fixes.

use crate::listed::listed;
use crate::provision::Way;
use crate::statute::{Article, Confidence, Law};

const KEPT: Article = Article::of(Law::AppiRules, 21);

listed! {
    /// A kind of record with a keep period.
    pub enum RecordKind in "law::retention::RecordKind" {
        ProvisionEachTime => ("provision_each_time", "第三者提供の記録(都度)", "provision record made each time", KEPT.item(3)),
        ProvisionBatch => ("provision_batch", "第三者提供の記録(一括)", "provision record made in a batch", KEPT.item(2)),
        ProvisionDocument => ("provision_document", "第三者提供の記録(契約書等)", "contract that stands in for a provision record", KEPT.item(1)),
        HealthCheck => ("health_check", "健康診断個人票", "health check results", Article::of(Law::SafetyHealthRules, 51)),
        StressCheck => ("stress_check", "ストレスチェックの結果", "stress check results", Article::branch(Law::SafetyHealthRules, 52, 13)),
        WorkerRecord => ("worker_record", "労働関係の重要な書類", "important worker records", Article::of(Law::LaborStandardsAct, 109)),
        TaxDeclaration => ("tax_declaration", "扶養控除等申告書", "declaration of dependents", Article::branch(Law::IncomeTaxRules, 76, 3)),
        EmploymentInsurance => ("employment_insurance", "雇用保険の被保険者に関する書類", "employment insurance papers", Article::of(Law::EmploymentInsuranceRules, 143)),
        JobSeekerRegister => ("job_seeker_register", "求人求職管理簿", "register of job offers and seekers", Article::branch(Law::EmploymentSecurityRules, 24, 7)),
        PrivacyMarkRecord => ("privacy_mark_record", "プライバシーマークの運用記録", "management system records of a Privacy Mark holder", Article::whole(Law::PrivacyMark)),
    }
}

/// How a keep period is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeepRule {
    /// As a provision record, in one of its three ways.
    Provision(Way),
    /// Years from making.
    Years(u32),
    /// Years from January 11 of the year after that of filing.
    AfterTaxYear(u32),
}

impl RecordKind {
    /// How the keep period is counted (the article is on the kind).
    ///
    /// ```
    /// use law::retention::{KeepRule, RecordKind};
    /// assert_eq!(RecordKind::HealthCheck.rule(), KeepRule::Years(5));
    /// ```
    #[must_use]
    pub const fn rule(self) -> KeepRule {
        match self {
            Self::ProvisionEachTime => KeepRule::Provision(Way::EachTime),
            Self::ProvisionBatch => KeepRule::Provision(Way::Batch),
            Self::ProvisionDocument => KeepRule::Provision(Way::Document),
            Self::HealthCheck | Self::StressCheck => KeepRule::Years(5),
            // LAW: 労基法109条 says 5 years, 143条1項 3 years for the time being.
            Self::WorkerRecord => KeepRule::Years(3),
            Self::TaxDeclaration => KeepRule::AfterTaxYear(7),
            Self::EmploymentInsurance => KeepRule::Years(4),
            Self::JobSeekerRegister | Self::PrivacyMarkRecord => KeepRule::Years(2),
        }
    }

    /// The keep period in years (the article is on the kind).
    ///
    /// ```
    /// assert_eq!(law::retention::RecordKind::TaxDeclaration.retained_years(), 7);
    /// ```
    #[must_use]
    pub const fn retained_years(self) -> u32 {
        match self.rule() {
            KeepRule::Provision(way) => way.retained_years(),
            KeepRule::Years(years) | KeepRule::AfterTaxYear(years) => years,
        }
    }

    /// How sure the period is.
    ///
    /// ```
    /// use law::{Confidence, retention::RecordKind};
    /// assert_eq!(RecordKind::JobSeekerRegister.confidence(), Confidence::Unverified);
    /// ```
    #[must_use]
    pub const fn confidence(self) -> Confidence {
        match self {
            Self::JobSeekerRegister | Self::PrivacyMarkRecord => Confidence::Unverified,
            _ => Confidence::Confirmed,
        }
    }
}
