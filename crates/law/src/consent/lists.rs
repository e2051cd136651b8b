//! What is special care-required, and the closed lists of exceptions for acquisition, use and notice (法2条3項, 18条3項, 20条2項, 21条).

use crate::listed::listed;
use crate::statute::{Article, Law};
use crate::text::Text;

const USE: Article = Article::of(Law::Appi, 18).paragraph(3);
const ACQUISITION: Article = Article::of(Law::Appi, 20).paragraph(2);
const NOTICE: Article = Article::of(Law::Appi, 21).paragraph(4);
const CATEGORY: Article = Article::of(Law::Appi, 2).paragraph(3);
const CATEGORY_ORDER: Article = Article::of(Law::AppiOrder, 2);

listed! {
    /// What makes information special care-required.
    pub enum SpecialCare in "law::consent::SpecialCare" {
        Race => ("race", "人種", "race", CATEGORY),
        Creed => ("creed", "信条", "creed", CATEGORY),
        SocialStatus => ("social_status", "社会的身分", "social status", CATEGORY),
        MedicalHistory => ("medical_history", "病歴", "medical history", CATEGORY),
        CriminalRecord => ("criminal_record", "犯罪の経歴", "criminal record", CATEGORY),
        CrimeVictim => ("crime_victim", "犯罪により害を被った事実", "having suffered damage by a crime", CATEGORY),
        Disability => ("disability", "心身の機能の障害", "physical, intellectual or mental disability", CATEGORY_ORDER.item(1)),
        CheckupResult => ("checkup_result", "健康診断その他の検査の結果", "results of health check-ups and other tests", CATEGORY_ORDER.item(2)),
        MedicalCare => ("medical_care", "医師等による指導、診療又は調剤", "guidance, treatment or dispensing by doctors", CATEGORY_ORDER.item(3)),
        CriminalProcedure => ("criminal_procedure", "刑事事件に関する手続", "criminal procedure as suspect or defendant", CATEGORY_ORDER.item(4)),
        JuvenileProcedure => ("juvenile_procedure", "少年の保護事件に関する手続", "juvenile procedure", CATEGORY_ORDER.item(5)),
    }
}

listed! {
    /// A case in which special care-required information is acquired without consent.
    pub enum AcquisitionException in "law::consent::AcquisitionException" {
        Statute => ("statute", "法令に基づく場合", "based on law", ACQUISITION.item(1)),
        LifeBodyProperty => ("life_body_property", "人の生命、身体又は財産の保護", "protection of life, body or property", ACQUISITION.item(2)),
        PublicHealth => ("public_health", "公衆衛生の向上又は児童の健全な育成", "public health or sound growth of children", ACQUISITION.item(3)),
        StateCooperation => ("state_cooperation", "国の機関等への協力", "cooperation with the state", ACQUISITION.item(4)),
        ResearchOwn => ("research_own", "学術研究機関等が学術研究目的で取り扱う", "a research body for research", ACQUISITION.item(5)),
        ResearchJoint => ("research_joint", "学術研究機関等から共同研究で取得する", "from a research body in joint research", ACQUISITION.item(6)),
        Published => ("published", "本人、国、報道機関等により公開されている", "published by the person, the state, the press and the like", ACQUISITION.item(7)),
        PlainSight => ("plain_sight", "目視又は撮影により外形上明らか", "plain to sight or on a photograph", Article::of(Law::AppiOrder, 9).item(1)),
        WithinOperator => ("within_operator", "委託、承継又は共同利用による取得", "by entrustment, succession or joint use", Article::of(Law::AppiOrder, 9).item(2)),
    }
}

listed! {
    /// A case in which personal information is used beyond its purpose without consent.
    pub enum UseException in "law::consent::UseException" {
        Statute => ("statute", "法令に基づく場合", "based on law", USE.item(1)),
        LifeBodyProperty => ("life_body_property", "人の生命、身体又は財産の保護", "protection of life, body or property", USE.item(2)),
        PublicHealth => ("public_health", "公衆衛生の向上又は児童の健全な育成", "public health or sound growth of children", USE.item(3)),
        StateCooperation => ("state_cooperation", "国の機関等への協力", "cooperation with the state", USE.item(4)),
        ResearchOwn => ("research_own", "学術研究機関等が学術研究目的で取り扱う", "a research body for research", USE.item(5)),
        ResearchRecipient => ("research_recipient", "学術研究機関等に提供する", "provision to a research body", USE.item(6)),
    }
}

listed! {
    /// A case in which the purpose of use is not notified or published.
    pub enum NoticeException in "law::consent::NoticeException" {
        RightsHarmed => ("rights_harmed", "本人又は第三者の権利利益を害するおそれ", "harm to the person's or a third party's rights", NOTICE.item(1)),
        OperatorRights => ("operator_rights", "事業者の権利又は正当な利益を害するおそれ", "harm to the operator's rights or legitimate interests", NOTICE.item(2)),
        StateAffairs => ("state_affairs", "国の機関等の事務の遂行に支障", "hindrance to affairs of the state", NOTICE.item(3)),
        Evident => ("evident", "取得の状況からみて利用目的が明らか", "purpose evident from the circumstances", NOTICE.item(4)),
        Urgent => ("urgent", "人の生命、身体又は財産の保護のため緊急", "urgent need to protect life, body or property", Article::of(Law::Appi, 21).paragraph(2)),
    }
}

listed! {
    /// Who made sensitive information public, for the exception of 20条2項7号.
    pub enum Publisher in "law::consent::Publisher" {
        Person => ("person", "本人", "the person", ACQUISITION.item(7)),
        State => ("state", "国の機関", "an organ of the state", ACQUISITION.item(7)),
        LocalGovernment => ("local_government", "地方公共団体", "a local government", ACQUISITION.item(7)),
        ResearchBody => ("research_body", "学術研究機関等", "a research body", ACQUISITION.item(7)),
        Press => ("press", "報道機関", "the press", Article::of(Law::Appi, 57).paragraph(1).item(1)),
        Writer => ("writer", "著述を業として行う者", "a professional writer", Article::of(Law::Appi, 57).paragraph(1).item(2)),
        Religious => ("religious", "宗教団体", "a religious body", Article::of(Law::Appi, 57).paragraph(1).item(3)),
        Political => ("political", "政治団体", "a political body", Article::of(Law::Appi, 57).paragraph(1).item(4)),
        ForeignState => ("foreign_state", "外国政府、国際機関等", "a foreign government or an international body", Article::of(Law::AppiRules, 6)),
        ForeignResearch => ("foreign_research", "外国の学術研究機関等に相当する者", "a foreign research body", Article::of(Law::AppiRules, 6)),
        ForeignPress => ("foreign_press", "外国の報道機関等に相当する者", "foreign press and the like", Article::of(Law::AppiRules, 6)),
    }
}

/// A condition that an exception carries beside its case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Condition {
    /// The person's consent is hard to obtain.
    ConsentHard,
    /// Obtaining consent would hinder the affairs.
    ConsentHinders,
}

impl Condition {
    /// The condition in words (法18条3項, 20条2項, 27条1項, each 2号–4号).
    ///
    /// ```
    /// assert_eq!(law::consent::Condition::ConsentHard.name().ja, "本人の同意を得ることが困難である");
    /// ```
    #[must_use]
    pub const fn name(self) -> Text {
        match self {
            Self::ConsentHard => {
                Text::fixed("本人の同意を得ることが困難である", "consent is hard to obtain")
            }
            Self::ConsentHinders => Text::fixed(
                "本人の同意を得ることが事務の遂行に支障を及ぼすおそれがある",
                "obtaining consent could hinder the affairs",
            ),
        }
    }
}

impl AcquisitionException {
    /// The condition that the exception carries, if one (法20条2項2号–4号).
    ///
    /// ```
    /// use law::consent::{AcquisitionException, Condition};
    /// assert_eq!(AcquisitionException::PublicHealth.condition(), Some(Condition::ConsentHard));
    /// assert_eq!(AcquisitionException::Statute.condition(), None);
    /// ```
    #[must_use]
    pub const fn condition(self) -> Option<Condition> {
        match self {
            Self::LifeBodyProperty | Self::PublicHealth => Some(Condition::ConsentHard),
            Self::StateCooperation => Some(Condition::ConsentHinders),
            _ => None,
        }
    }
}

impl UseException {
    /// The condition that the exception carries, if one (法18条3項2号–4号).
    ///
    /// ```
    /// use law::consent::{Condition, UseException};
    /// assert_eq!(UseException::StateCooperation.condition(), Some(Condition::ConsentHinders));
    /// ```
    #[must_use]
    pub const fn condition(self) -> Option<Condition> {
        match self {
            Self::LifeBodyProperty | Self::PublicHealth => Some(Condition::ConsentHard),
            Self::StateCooperation => Some(Condition::ConsentHinders),
            _ => None,
        }
    }
}
