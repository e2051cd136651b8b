//! The bases of 法27条 on which personal data goes to another party.

use crate::listed::listed;
use crate::statute::{Article, Law};

const PROVISION: Article = Article::of(Law::Appi, 27);

listed! {
    /// A basis of provision.
    pub enum Basis in "law::provision::Basis" {
        Consent => ("consent", "本人の同意", "consent of the person", PROVISION.paragraph(1)),
        Statute => ("statute", "法令に基づく場合", "based on law", PROVISION.paragraph(1).item(1)),
        LifeBodyProperty => ("life_body_property", "人の生命、身体又は財産の保護", "protection of life, body or property", PROVISION.paragraph(1).item(2)),
        PublicHealth => ("public_health", "公衆衛生の向上又は児童の健全な育成", "public health or sound growth of children", PROVISION.paragraph(1).item(3)),
        StateCooperation => ("state_cooperation", "国の機関等への協力", "cooperation with the state", PROVISION.paragraph(1).item(4)),
        ResearchPublication => ("research_publication", "学術研究の成果の公表又は教授", "publishing or teaching the results of research", PROVISION.paragraph(1).item(5)),
        ResearchJoint => ("research_joint", "共同して学術研究を行う第三者への提供", "provision to a joint research partner", PROVISION.paragraph(1).item(6)),
        ResearchRecipient => ("research_recipient", "学術研究機関等である第三者への提供", "provision to a research body", PROVISION.paragraph(1).item(7)),
        OptOut => ("opt_out", "オプトアウト", "opt-out", PROVISION.paragraph(2)),
        Entrustment => ("entrustment", "委託", "entrustment", PROVISION.paragraph(5).item(1)),
        Succession => ("succession", "事業の承継", "succession of business", PROVISION.paragraph(5).item(2)),
        JointUse => ("joint_use", "共同利用", "joint use", PROVISION.paragraph(5).item(3)),
    }
}

impl Basis {
    /// Whether it is one of the seven exceptions of 法27条1項 (各号).
    ///
    /// ```
    /// use law::provision::Basis;
    /// assert!(Basis::Statute.is_exception());
    /// assert!(!Basis::Consent.is_exception());
    /// ```
    #[must_use]
    pub const fn is_exception(self) -> bool {
        matches!(
            self,
            Self::Statute
                | Self::LifeBodyProperty
                | Self::PublicHealth
                | Self::StateCooperation
                | Self::ResearchPublication
                | Self::ResearchJoint
                | Self::ResearchRecipient
        )
    }

    /// Whether the recipient is no third party (法27条5項各号).
    ///
    /// ```
    /// assert!(law::provision::Basis::Entrustment.is_within_operator());
    /// ```
    #[must_use]
    pub const fn is_within_operator(self) -> bool {
        matches!(self, Self::Entrustment | Self::Succession | Self::JointUse)
    }
}
