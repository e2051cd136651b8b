//! The texts that this crate cites.

use crate::text::Text;

/// A statute, order, rule, guideline or scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Law {
    /// 個人情報の保護に関する法律 (平成15年法律57号).
    Appi,
    /// Its Cabinet Order (平成15年政令507号).
    AppiOrder,
    /// The Commission's rules (平成28年個人情報保護委員会規則3号).
    AppiRules,
    /// The Commission's guideline, general part (通則編).
    Guideline,
    /// The guideline on foreign third parties (外国にある第三者への提供編).
    ForeignGuideline,
    /// The guideline on confirmation and records (第三者提供時の確認・記録義務編).
    RecordGuideline,
    /// The guideline on processed information (仮名加工情報・匿名加工情報編).
    ProcessedGuideline,
    /// The Commission's notice 1 of 平成31年: designated countries.
    CountryNotice,
    /// My Number Act (平成25年法律27号).
    MyNumberAct,
    /// The rule on My Number breaches (平成27年特定個人情報保護委員会規則5号).
    MyNumberBreachRules,
    /// The My Number guideline for business operators (事業者編).
    MyNumberGuideline,
    /// 平成26年総務省令85号: check digit of the My Number.
    MyNumberDigitRules,
    /// 平成26年財務省令70号: check digit of the corporate number.
    CorporateNumberRules,
    /// 消費税法.
    ConsumptionTaxAct,
    /// 民法.
    CivilCode,
    /// 国民の祝日に関する法律 (昭和23年法律178号).
    HolidayAct,
    /// 行政機関の休日に関する法律 (昭和63年法律91号).
    AdministrativeHolidayAct,
    /// 元号法 (昭和54年法律43号) and the era orders before it.
    EraAct,
    /// 明治5年太政官布告337号: the Gregorian calendar.
    CalendarDecree,
    /// 住民基本台帳法.
    ResidentRegisterAct,
    /// 健康保険法.
    HealthInsuranceAct,
    /// 国民健康保険法.
    NationalHealthInsuranceAct,
    /// 高齢者の医療の確保に関する法律.
    ElderlyCareAct,
    /// 国民年金法.
    NationalPensionAct,
    /// 職業安定法.
    EmploymentSecurityAct,
    /// 職業安定法施行規則.
    EmploymentSecurityRules,
    /// 住民基本台帳法施行規則.
    ResidentRegisterRules,
    /// 雇用保険の行政手引 (manual of the employment insurance offices).
    EmploymentInsuranceManual,
    /// ISO/IEC 7812: identification cards, numbering. A standard, no law.
    CardStandard,
    /// 労働基準法.
    LaborStandardsAct,
    /// 労働安全衛生規則.
    SafetyHealthRules,
    /// 雇用保険法施行規則.
    EmploymentInsuranceRules,
    /// 所得税法施行規則.
    IncomeTaxRules,
    /// Scheme rules of the Privacy Mark (JIPDEC).
    PrivacyMark,
    /// Codes and forms that an administrative notice fixes (設定要領など).
    AdministrativeNotice,
    /// Industry practice and standards that are not law.
    Practice,
}

impl Law {
    /// Whether the text is about personal information or My Numbers, so that what [`RULES_FROM`](super::RULES_FROM) and
    /// [`pending_amendments`](super::pending_amendments) say holds for it (no rule of law).
    ///
    /// ```
    /// assert!(law::Law::AppiRules.is_on_personal_information());
    /// assert!(!law::Law::CivilCode.is_on_personal_information());
    /// ```
    #[must_use]
    pub const fn is_on_personal_information(self) -> bool {
        matches!(
            self,
            Self::Appi
                | Self::AppiOrder
                | Self::AppiRules
                | Self::Guideline
                | Self::ForeignGuideline
                | Self::RecordGuideline
                | Self::ProcessedGuideline
                | Self::CountryNotice
                | Self::MyNumberAct
                | Self::MyNumberBreachRules
                | Self::MyNumberGuideline
        )
    }

    /// The name used in a citation.
    ///
    /// ```
    /// assert_eq!(law::Law::Appi.name().ja, "個人情報保護法");
    /// ```
    #[must_use]
    pub const fn name(self) -> Text {
        match self {
            Self::Appi => Text::fixed("個人情報保護法", "APPI"),
            Self::AppiOrder => Text::fixed("個人情報保護法施行令", "APPI Order"),
            Self::AppiRules => Text::fixed("個人情報保護法施行規則", "APPI Rules"),
            Self::Guideline => {
                Text::fixed("個人情報保護法ガイドライン(通則編)", "PPC Guideline (General)")
            }
            Self::ForeignGuideline => Text::fixed(
                "個人情報保護法ガイドライン(外国第三者提供編)",
                "PPC Guideline (Foreign Third Parties)",
            ),
            Self::RecordGuideline => Text::fixed(
                "個人情報保護法ガイドライン(確認・記録義務編)",
                "PPC Guideline (Confirmation and Records)",
            ),
            Self::ProcessedGuideline => Text::fixed(
                "個人情報保護法ガイドライン(仮名・匿名加工情報編)",
                "PPC Guideline (Processed Information)",
            ),
            Self::CountryNotice => {
                Text::fixed("平成31年個人情報保護委員会告示1号", "PPC Notice 1 of 2019")
            }
            other => other.name_elsewhere(),
        }
    }

    /// Names of texts other than the Act on personal information and what belongs to it.
    const fn name_elsewhere(self) -> Text {
        match self {
            Self::MyNumberAct => Text::fixed("番号法", "My Number Act"),
            Self::MyNumberBreachRules => {
                Text::fixed("特定個人情報の漏えい等に関する規則", "My Number Breach Rules")
            }
            Self::MyNumberGuideline => {
                Text::fixed("特定個人情報ガイドライン(事業者編)", "My Number Guideline (Business)")
            }
            Self::MyNumberDigitRules => {
                Text::fixed("平成26年総務省令85号", "MIC Ordinance 85 of 2014")
            }
            Self::CorporateNumberRules => {
                Text::fixed("平成26年財務省令70号", "MOF Ordinance 70 of 2014")
            }
            Self::ConsumptionTaxAct => Text::fixed("消費税法", "Consumption Tax Act"),
            Self::CivilCode => Text::fixed("民法", "Civil Code"),
            Self::HolidayAct => Text::fixed("国民の祝日に関する法律", "National Holidays Act"),
            Self::AdministrativeHolidayAct => {
                Text::fixed("行政機関の休日に関する法律", "Administrative Organs' Holidays Act")
            }
            Self::EraAct => Text::fixed("元号法", "Era Name Act"),
            Self::CalendarDecree => Text::fixed("明治5年太政官布告337号", "Decree 337 of 1872"),
            Self::ResidentRegisterAct => {
                Text::fixed("住民基本台帳法", "Basic Resident Register Act")
            }
            Self::ResidentRegisterRules => {
                Text::fixed("住民基本台帳法施行規則", "Basic Resident Register Rules")
            }
            Self::EmploymentInsuranceManual => {
                Text::fixed("雇用保険の行政手引", "employment insurance manual")
            }
            Self::CardStandard => Text::fixed("ISO/IEC 7812", "ISO/IEC 7812"),
            Self::HealthInsuranceAct => Text::fixed("健康保険法", "Health Insurance Act"),
            Self::NationalHealthInsuranceAct => {
                Text::fixed("国民健康保険法", "National Health Insurance Act")
            }
            Self::ElderlyCareAct => Text::fixed("高齢者医療確保法", "Elderly Medical Care Act"),
            Self::NationalPensionAct => Text::fixed("国民年金法", "National Pension Act"),
            Self::EmploymentSecurityAct => Text::fixed("職業安定法", "Employment Security Act"),
            Self::EmploymentSecurityRules => {
                Text::fixed("職業安定法施行規則", "Employment Security Rules")
            }
            Self::LaborStandardsAct => Text::fixed("労働基準法", "Labor Standards Act"),
            Self::SafetyHealthRules => {
                Text::fixed("労働安全衛生規則", "Industrial Safety and Health Rules")
            }
            Self::EmploymentInsuranceRules => {
                Text::fixed("雇用保険法施行規則", "Employment Insurance Rules")
            }
            Self::IncomeTaxRules => Text::fixed("所得税法施行規則", "Income Tax Rules"),
            Self::PrivacyMark => {
                Text::fixed("プライバシーマーク制度の規約", "Privacy Mark scheme rules")
            }
            Self::AdministrativeNotice => {
                Text::fixed("行政の設定要領", "administrative notice on codes")
            }
            _ => Text::fixed("実務", "practice"),
        }
    }
}
