//! The kinds of records whose keep period a statute or a scheme fixes.

use jiff::civil::{Date, date};

use crate::listed::listed;
use crate::provision::{Book, Way};
use crate::statute::{Article, Confidence, Law, Periods, RULES_FROM};

const KEPT: Article = Article::of(Law::AppiRules, 21);

const RECEIVED: Article = Article::of(Law::AppiRules, 25);
const REFERABLE: Article = Article::of(Law::AppiRules, 29);

listed! {
    /// A kind of record with a keep period.
    pub enum RecordKind in "law::retention::RecordKind" {
        ProvisionEachTime => ("provision_each_time", "第三者提供の記録(都度)", "provision record made each time", KEPT.item(3)),
        ProvisionBatch => ("provision_batch", "第三者提供の記録(一括)", "provision record made in a batch", KEPT.item(2)),
        ProvisionDocument => ("provision_document", "第三者提供の記録(契約書等)", "contract that stands in for a provision record", KEPT.item(1)),
        ReceiptEachTime => ("receipt_each_time", "第三者からの受領の記録(都度)", "receipt record made each time", RECEIVED.item(3)),
        ReceiptBatch => ("receipt_batch", "第三者からの受領の記録(一括)", "receipt record made in a batch", RECEIVED.item(2)),
        ReceiptDocument => ("receipt_document", "第三者からの受領の記録(契約書等)", "contract that stands in for a receipt record", RECEIVED.item(1)),
        ReferableEachTime => ("referable_each_time", "個人関連情報の提供の記録(都度)", "record of referable information made each time", REFERABLE.item(3)),
        ReferableBatch => ("referable_batch", "個人関連情報の提供の記録(一括)", "record of referable information made in a batch", REFERABLE.item(2)),
        ReferableDocument => ("referable_document", "個人関連情報の提供の記録(契約書等)", "contract that stands in for a record of referable information", REFERABLE.item(1)),
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

const FIVE_YEARS: Periods<u32> = Periods::since(RULES_FROM, 5);
// LAW: 労基法109条 says 5 years, 143条1項 3 years for the time being.
const WORKER_YEARS: Periods<u32> = Periods::since(date(2020, 4, 1), 3);
const TAX_YEARS: Periods<u32> = Periods::since(RULES_FROM, 7);
const INSURANCE_YEARS: Periods<u32> = Periods::since(RULES_FROM, 4);
const TWO_YEARS: Periods<u32> = Periods::since(RULES_FROM, 2);

impl RecordKind {
    /// How the keep period is counted (the article is on the kind).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::retention::{KeepRule, RecordKind};
    /// assert_eq!(RecordKind::HealthCheck.rule(date(2026, 4, 1)), KeepRule::Years(5));
    /// ```
    #[must_use]
    pub fn rule(self, as_of: Date) -> KeepRule {
        match self {
            Self::ProvisionEachTime | Self::ReceiptEachTime | Self::ReferableEachTime => {
                KeepRule::Provision(Way::EachTime)
            }
            Self::ProvisionBatch | Self::ReceiptBatch | Self::ReferableBatch => {
                KeepRule::Provision(Way::Batch)
            }
            Self::ProvisionDocument | Self::ReceiptDocument | Self::ReferableDocument => {
                KeepRule::Provision(Way::Document)
            }
            Self::HealthCheck | Self::StressCheck => KeepRule::Years(FIVE_YEARS.on(as_of)),
            Self::WorkerRecord => KeepRule::Years(WORKER_YEARS.on(as_of)),
            Self::TaxDeclaration => KeepRule::AfterTaxYear(TAX_YEARS.on(as_of)),
            Self::EmploymentInsurance => KeepRule::Years(INSURANCE_YEARS.on(as_of)),
            Self::JobSeekerRegister | Self::PrivacyMarkRecord => {
                KeepRule::Years(TWO_YEARS.on(as_of))
            }
        }
    }

    /// The keep period in years (the article is on the kind).
    ///
    /// ```
    /// use jiff::civil::date;
    /// assert_eq!(law::retention::RecordKind::TaxDeclaration.retained_years(date(2026, 4, 1)), 7);
    /// ```
    #[must_use]
    pub fn retained_years(self, as_of: Date) -> u32 {
        match self.rule(as_of) {
            KeepRule::Provision(way) => way.retained_years(as_of),
            KeepRule::Years(years) | KeepRule::AfterTaxYear(years) => years,
        }
    }

    /// The book that a provision record stands in.
    pub(super) const fn book(self) -> Book {
        match self {
            Self::ReceiptEachTime | Self::ReceiptBatch | Self::ReceiptDocument => Book::Received,
            Self::ReferableEachTime | Self::ReferableBatch | Self::ReferableDocument => {
                Book::Referable
            }
            _ => Book::Provided,
        }
    }

    /// How sure the period is (the article is on the kind).
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
