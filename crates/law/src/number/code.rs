//! Individual identification codes: the closed list of the Order, whether or not a code has a written form here (法2条2項; 政令1条; 規則4条).

use super::NumberKind;
use crate::listed::listed;
use crate::statute::{Article, Law};

const ORDER: Article = Article::of(Law::AppiOrder, 1);
const RULES: Article = Article::of(Law::AppiRules, 4);

listed! {
    /// An individual identification code.
    pub enum IdentificationCode in "law::number::IdentificationCode" {
        BodyFeature => ("body_feature", "本人認証のための身体の特徴(DNA、顔、虹彩、声紋、歩容、静脈、指紋・掌紋)", "body features made into data for authentication (DNA, face, iris, voice, gait, veins, prints)", ORDER.item(1)),
        Passport => ("passport", "旅券番号", "passport number", ORDER.item(2)),
        NationalHealthInsurance => ("national_health_insurance", "国民健康保険の被保険者記号・番号等", "national health insurance number", ORDER.item(3)),
        BasicPension => ("basic_pension", "基礎年金番号", "basic pension number", ORDER.item(4)),
        DriverLicense => ("driver_license", "免許証番号又は免許情報記録番号", "driver licence number", ORDER.item(5)),
        ResidentRecord => ("resident_record", "住民票コード", "resident record code", ORDER.item(6)),
        ElderlyCare => ("elderly_care", "後期高齢者医療の被保険者番号等", "elderly medical care number", ORDER.item(7)),
        CareInsurance => ("care_insurance", "介護保険の被保険者証の番号及び保険者番号", "care insurance number", ORDER.item(8)),
        MyNumber => ("my_number", "個人番号", "My Number", ORDER.item(9)),
        HealthInsurance => ("health_insurance", "健康保険の保険者番号及び被保険者等記号・番号", "health insurance number", RULES),
        SeamenInsurance => ("seamen_insurance", "船員保険の保険者番号及び被保険者等記号・番号", "seamen's insurance number", RULES),
        ForeignPassport => ("foreign_passport", "外国の旅券の番号", "number of a foreign passport", RULES),
        ResidenceCard => ("residence_card", "在留カードの番号", "residence card number", RULES),
        PrivateSchoolMutual => ("private_school_mutual", "私立学校教職員共済の加入者等記号・番号", "private school mutual aid number", RULES),
        NationalMutual => ("national_mutual", "国家公務員共済の組合員等記号・番号", "national public servants' mutual aid number", RULES),
        LocalMutual => ("local_mutual", "地方公務員等共済の組合員等記号・番号", "local public servants' mutual aid number", RULES),
        EmploymentInsurance => ("employment_insurance", "雇用保険被保険者番号", "employment insurance number", RULES),
        SpecialPermanentResident => ("special_permanent_resident", "特別永住者証明書の番号", "special permanent resident certificate number", RULES),
    }
}

impl IdentificationCode {
    /// The code that a kind of number is, or is a part of (政令1条; 規則4条); `None` for cards, accounts, telephones and the like.
    ///
    /// ```
    /// use law::number::{IdentificationCode, NumberKind};
    /// assert_eq!(IdentificationCode::of_number(NumberKind::MyNumber), Some(IdentificationCode::MyNumber));
    /// assert_eq!(IdentificationCode::of_number(NumberKind::PaymentCard), None);
    /// ```
    #[must_use]
    pub const fn of_number(kind: NumberKind) -> Option<Self> {
        Some(match kind {
            NumberKind::Passport => Self::Passport,
            NumberKind::NationalHealthInsurer => Self::NationalHealthInsurance,
            NumberKind::BasicPension => Self::BasicPension,
            NumberKind::DriverLicense => Self::DriverLicense,
            NumberKind::ResidentRecord => Self::ResidentRecord,
            NumberKind::ElderlyInsurer | NumberKind::ElderlyInsured => Self::ElderlyCare,
            NumberKind::CareInsurer | NumberKind::CareInsured => Self::CareInsurance,
            NumberKind::MyNumber => Self::MyNumber,
            NumberKind::HealthInsurer | NumberKind::InsuredSymbol => Self::HealthInsurance,
            NumberKind::EmploymentInsurance => Self::EmploymentInsurance,
            NumberKind::ResidenceCard => Self::ResidenceCard,
            _ => return None,
        })
    }
}
