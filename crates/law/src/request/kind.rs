//! Kinds of requests and grounds of refusal, with which ground fits which kind.

use jiff::civil::{Date, date};

use super::StopGround;
use crate::listed::listed;
use crate::statute::{Article, Law};

const fn appi(article: u16, paragraph: u16) -> Article {
    Article::of(Law::Appi, article).paragraph(paragraph)
}

listed! {
    /// What a data subject asks for.
    pub enum RequestKind in "law::request::RequestKind" {
        PurposeNotice => ("purpose_notice", "利用目的の通知", "notice of the purpose", appi(32, 2)),
        Disclosure => ("disclosure", "保有個人データの開示", "disclosure", appi(33, 1)),
        ProvisionRecord => ("provision_record", "第三者提供記録の開示", "disclosure of provision records", appi(33, 5), from date(2022, 4, 1)),
        Correction => ("correction", "訂正", "correction", appi(34, 1)),
        Addition => ("addition", "追加", "addition", appi(34, 1)),
        Deletion => ("deletion", "削除", "deletion", appi(34, 1)),
        CeaseUse => ("cease_use", "利用停止", "cease of use", appi(35, 1)),
        Erasure => ("erasure", "消去", "erasure", appi(35, 1)),
        CeaseProvision => ("cease_provision", "第三者提供の停止", "cease of provision", appi(35, 3)),
        ForeignInformation => ("foreign_information", "外国にある第三者への提供に係る情報提供", "information on a foreign recipient", appi(28, 3), from date(2022, 4, 1)),
    }
}

listed! {
    /// Why a request is refused.
    pub enum RefusalGround in "law::request::RefusalGround" {
        NotRetained => ("not_retained", "保有個人データに当たらない", "it is no retained personal data", Article::of(Law::AppiOrder, 5)),
        PurposeEvident => ("purpose_evident", "利用目的が明らか", "the purpose is already clear", appi(32, 2).item(1)),
        PurposeHarm => ("purpose_harm", "21条4項1号から3号に当たる", "items 1 to 3 of article 21(4)", appi(32, 2).item(2)),
        HarmsRights => ("harms_rights", "本人又は第三者の権利利益を害するおそれ", "harm to life, body, property or rights of the person or a third party", appi(33, 2).item(1)),
        HindersBusiness => ("hinders_business", "業務の適正な実施に著しい支障", "serious hindrance to proper business", appi(33, 2).item(2)),
        OtherLaw => ("other_law", "他の法令に違反する", "breach of another law", appi(33, 2).item(3)),
        NotHeld => ("not_held", "保有していない", "nothing is held", appi(33, 3)),
        RecordExcluded => ("record_excluded", "記録が政令11条により除かれる", "the record is excluded by the Order", Article::of(Law::AppiOrder, 11)),
        NotNeeded => ("not_needed", "利用目的からみて訂正等が必要でない", "not needed for the purpose", appi(34, 2)),
        ClaimWrong => ("claim_wrong", "指摘が正しくない", "the claim is wrong", appi(34, 2)),
        Evaluation => ("evaluation", "事実でなく評価に関する", "it is evaluation and not fact", appi(34, 1)),
        NoGround => ("no_ground", "請求に理由がない", "the request has no ground", appi(35, 2)),
        TooHard => ("too_hard", "多額の費用など困難で、代替措置をとる", "too hard, and a substitute measure is taken", appi(35, 2)),
        Procedure => ("procedure", "定めた受付方法によらない", "it does not follow the procedure that was fixed", appi(37, 1)),
    }
}

impl RequestKind {
    /// Whether a fee may be charged (法38条1項: 32条2項 and 33条1項 requests only).
    ///
    /// ```
    /// use law::request::RequestKind;
    /// assert!(RequestKind::Disclosure.is_fee_allowed());
    /// assert!(!RequestKind::Correction.is_fee_allowed());
    /// ```
    #[must_use]
    pub const fn is_fee_allowed(self) -> bool {
        matches!(self, Self::PurposeNotice | Self::Disclosure | Self::ProvisionRecord)
    }

    /// Whether 法39条 makes the person wait two weeks before suing; the other two kinds are no claims under it.
    ///
    /// ```
    /// use law::request::RequestKind;
    /// assert!(RequestKind::Erasure.has_suit());
    /// assert!(!RequestKind::PurposeNotice.has_suit());
    /// ```
    #[must_use]
    pub const fn has_suit(self) -> bool {
        !matches!(self, Self::PurposeNotice | Self::ForeignInformation)
    }

    /// The grounds on which it may be refused, as of a day (法32条2項, 33条2項, 34条, 35条; 規則18条3項).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::request::{RefusalGround, RequestKind};
    /// assert!(RequestKind::Correction.refusal_grounds(date(2026, 4, 1)).contains(&RefusalGround::Evaluation));
    /// ```
    #[must_use]
    pub fn refusal_grounds(self, as_of: Date) -> Vec<RefusalGround> {
        RefusalGround::in_force(as_of).into_iter().filter(|ground| ground.fits(self)).collect()
    }

    /// The grounds on which it may rest, as of a day; empty where it needs none (法35条1項, 3項, 5項).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::request::RequestKind;
    /// assert_eq!(RequestKind::Erasure.stop_grounds(date(2026, 4, 1)).len(), 6);
    /// assert!(RequestKind::Disclosure.stop_grounds(date(2026, 4, 1)).is_empty());
    /// ```
    #[must_use]
    pub fn stop_grounds(self, as_of: Date) -> Vec<StopGround> {
        StopGround::in_force(as_of).into_iter().filter(|ground| ground.fits(self)).collect()
    }

    /// Where it is written that the result or a refusal is told (法32条3項, 33条3項, 34条3項, 35条7項; 規則18条4項).
    ///
    /// ```
    /// use law::request::RequestKind;
    /// assert_eq!(RequestKind::Erasure.telling_article().to_string(), "個人情報保護法35条7項");
    /// ```
    #[must_use]
    pub const fn telling_article(self) -> Article {
        match self {
            Self::PurposeNotice => appi(32, 3),
            Self::Disclosure | Self::ProvisionRecord => appi(33, 3),
            Self::Correction | Self::Addition | Self::Deletion => appi(34, 3),
            Self::CeaseUse | Self::Erasure | Self::CeaseProvision => appi(35, 7),
            Self::ForeignInformation => Article::of(Law::AppiRules, 18).paragraph(4),
        }
    }

    /// Where it is written that the reason is explained, as far as can be (法36条; 規則18条5項).
    ///
    /// ```
    /// use law::request::RequestKind;
    /// assert_eq!(RequestKind::Erasure.explaining_article().to_string(), "個人情報保護法36条");
    /// ```
    #[must_use]
    pub const fn explaining_article(self) -> Article {
        match self {
            Self::ForeignInformation => Article::of(Law::AppiRules, 18).paragraph(5),
            _ => Article::of(Law::Appi, 36),
        }
    }

    const fn is_disclosure(self) -> bool {
        matches!(self, Self::Disclosure | Self::ProvisionRecord)
    }

    const fn is_correction(self) -> bool {
        matches!(self, Self::Correction | Self::Addition | Self::Deletion)
    }

    const fn is_cease(self) -> bool {
        matches!(self, Self::CeaseUse | Self::Erasure | Self::CeaseProvision)
    }
}

impl RefusalGround {
    /// Whether the ground can refuse a request of that kind (法32条2項, 33条2項, 34条, 35条; 規則18条3項).
    ///
    /// ```
    /// use law::request::{RefusalGround, RequestKind};
    /// assert!(!RefusalGround::HindersBusiness.fits(RequestKind::Correction));
    /// ```
    #[must_use]
    pub const fn fits(self, kind: RequestKind) -> bool {
        match self {
            // LAW: 規則18条3項ただし書. Information on a foreign recipient may be withheld for serious hindrance only.
            Self::NotRetained | Self::Procedure => !matches!(kind, RequestKind::ForeignInformation),
            Self::PurposeEvident | Self::PurposeHarm => matches!(kind, RequestKind::PurposeNotice),
            Self::HarmsRights | Self::OtherLaw => kind.is_disclosure(),
            Self::HindersBusiness => {
                kind.is_disclosure() || matches!(kind, RequestKind::ForeignInformation)
            }
            Self::NotHeld => kind.is_disclosure() || kind.is_correction() || kind.is_cease(),
            Self::RecordExcluded => matches!(kind, RequestKind::ProvisionRecord),
            Self::NotNeeded | Self::ClaimWrong | Self::Evaluation => kind.is_correction(),
            Self::NoGround | Self::TooHard => kind.is_cease(),
        }
    }
}
