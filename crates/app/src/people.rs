//! Use cases about people: finding members, taking them out as a file, their logins, one's own password. Who may hold which
//! office is not decided here but in `engine`.

use engine::{Citation, Member, MemberId, Organization, Refusal, UnitId};
use jiff::civil::Date;
use print::{Column, Encoding, RegisterSheet, register_csv};
use regulation::{Language, Regulation};

use crate::{Actor, App, error::AppError, random};

/// Which members somebody looks for, and in which order.
#[derive(Debug, Clone, Default)]
pub struct MemberSearch {
    /// Words, all of which stand in name or kana (for administrators also number, post and mail); width and kana do not matter.
    pub words: String,
    /// A unit: its members and those of all units below it.
    pub unit: Option<UnitId>,
    /// Id of a kind of member; empty for all.
    pub kind: String,
    /// Those who are there, or those who have left.
    pub standing: Standing,
    /// What they are ordered by.
    pub order: MemberOrder,
    /// Whether the order is turned round.
    pub is_descending: bool,
}

/// Whether members are there today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// There today, or coming.
    #[default]
    Present,
    /// Left before today.
    Left,
    /// Everybody.
    All,
}

/// What members are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MemberOrder {
    /// By unit as the tree has them, then by name.
    #[default]
    Unit,
    /// By kana, or the name where there is none.
    Name,
    /// By employee number.
    Number,
    /// By post.
    Post,
    /// By kind, in the order of the regulation.
    Kind,
}

/// A person's change of their own password.
#[derive(Debug, Clone, Default)]
pub struct PasswordChange {
    /// The password until now.
    pub old: String,
    /// The new one.
    pub new: String,
    /// The new one once more.
    pub again: String,
}

impl App {
    /// The members that a search finds, in its order. Only administrators find those who have left, and find by number or mail.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`] when the operator is not served here.
    pub fn find_members(
        &self,
        actor: Actor,
        search: &MemberSearch,
    ) -> Result<Vec<Member>, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let today = tenant.world(&organization, self.clock.now()).today;
        let is_administrator = organization.is_administrator(actor.member);
        let mut search = search.clone();
        if !is_administrator {
            search.standing = Standing::Present;
            if search.order == MemberOrder::Number {
                search.order = MemberOrder::Name;
            }
        }
        Ok(search.find(&tenant.regulation, &organization, (today, is_administrator)))
    }

    /// The members that a search finds as CSV (UTF-8 with byte order mark, formulas disarmed), in the columns that an import
    /// of members reads.
    ///
    /// # Errors
    /// A refusal to those who do not keep the members; what the database says.
    pub async fn members_csv(
        &self,
        actor: Actor,
        search: &MemberSearch,
        language: Language,
    ) -> Result<Vec<u8>, AppError> {
        self.administered(actor)?;
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let today = tenant.world(&organization, self.clock.now()).today;
        let (members, logins) = (self.find_members(actor, search)?, self.logins(actor).await?);
        let rows = members.iter().map(|member| {
            let offices =
                office_titles(&tenant.regulation, &organization, member.id, today, language);
            let mut row = member_cells(member, (&tenant.regulation, &organization), language);
            row.extend([offices.join("、"), logins.get(&member.id).cloned().unwrap_or_default()]);
            row
        });
        let sheet = csv_sheet(&tenant.name, today, language);
        register_csv(&sheet, rows, Encoding::Utf8Bom, Vec::new()).map_err(AppError::internal)
    }

    /// Gives a member a login, or a new password to the one they have. Returns the password, which is shown this once.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for a login that is taken; a refusal to those who do not keep the members.
    pub async fn give_login(
        &self,
        actor: Actor,
        member: MemberId,
        login: &str,
    ) -> Result<String, AppError> {
        self.administered(actor)?;
        if self.tenant(actor.operator)?.organization().member(member).is_none() {
            return Err(AppError::NotFound);
        }
        let password = random::password();
        self.put_account(actor, member, login, &password).await?;
        Ok(password)
    }

    /// The login of whoever asks.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for somebody without one; what the database says.
    pub async fn own_login(&self, actor: Actor) -> Result<String, AppError> {
        let account = store::account::lookup(&self.db, actor.operator, actor.member).await?;
        account.map(|account| account.login).ok_or(AppError::NotFound)
    }

    /// Changes one's own password. All sessions and tokens end; returns the secret of a new one.
    ///
    /// # Errors
    /// [`AppError::Invalid`] naming the field; [`AppError::TooMany`] after ten wrong passwords.
    pub async fn change_password(
        &self,
        actor: Actor,
        change: &PasswordChange,
    ) -> Result<String, AppError> {
        if change.new != change.again {
            return Err(AppError::invalid(
                "again",
                "新しいパスワードが2つで違います",
                "the two new passwords differ",
            ));
        }
        let login = self.proved_login(actor, "old", &change.old).await?;
        self.put_account(actor, actor.member, &login, &change.new)
            .await
            .map_err(|error| rename(error, "password", "new"))?;
        self.begin_session(actor).await
    }

    /// Ends all sessions and tokens of whoever asks, on every device, at once.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for a wrong password; [`AppError::TooMany`] after ten of them.
    pub async fn end_sessions(&self, actor: Actor, password: &str) -> Result<(), AppError> {
        let login = self.proved_login(actor, "password", password).await?;
        // The same password again: what ends the sessions is that an account is put.
        self.put_account(actor, actor.member, &login, password).await
    }

    /// The login of whoever asks, after they have shown that they know its password. Failures count as at sign-in.
    async fn proved_login(
        &self,
        actor: Actor,
        field: &str,
        password: &str,
    ) -> Result<String, AppError> {
        self.prove_password(actor, password).await.map_err(|error| match error {
            AppError::NotSignedIn => AppError::invalid(
                field,
                "いまのパスワードが違います",
                "this is not your present password",
            ),
            error => error,
        })
    }

    pub(crate) fn administered(&self, actor: Actor) -> Result<(), AppError> {
        if self.tenant(actor.operator)?.organization().is_administrator(actor.member) {
            return Ok(());
        }
        Err(AppError::Refused(Refusal::one(Citation::of_act(
            "",
            "部署と職員の登録は、システムの管理者が行います",
            "units and members are kept by the administrator",
        ))))
    }
}

impl MemberSearch {
    fn find(
        &self,
        regulation: &Regulation,
        organization: &Organization,
        (today, is_administrator): (Date, bool),
    ) -> Vec<Member> {
        let words: Vec<_> = self
            .words
            .split_whitespace()
            .map(import::fold)
            .filter(|word| !word.is_empty())
            .collect();
        let units = self.unit.map(|unit| organization.tree(unit));
        let mut found: Vec<_> = organization
            .members()
            .filter(|member| self.standing.holds(member, today))
            .filter(|member| units.as_ref().is_none_or(|units| units.contains(&member.unit)))
            .filter(|member| self.kind.is_empty() || member.kind == self.kind)
            .filter(|member| has_all(member, &words, is_administrator))
            .map(|member| (self.key(member, regulation, organization), member))
            .collect();
        found.sort_by(|left, right| left.0.cmp(&right.0));
        if self.is_descending {
            found.reverse();
        }
        found.into_iter().map(|(_, member)| member.clone()).collect()
    }

    /// What a member is ordered by; those without come last.
    fn key(
        &self,
        member: &Member,
        regulation: &Regulation,
        organization: &Organization,
    ) -> (bool, Vec<String>) {
        let name = import::fold(if member.kana.is_empty() { &member.name } else { &member.kana });
        match self.order {
            MemberOrder::Unit => {
                let mut path: Vec<_> =
                    organization.chain(member.unit).map(|unit| unit.id.to_string()).collect();
                path.reverse();
                (false, [path.join("/"), name].into())
            }
            MemberOrder::Name => (false, [name].into()),
            MemberOrder::Number => {
                (member.number.is_empty(), [number_key(&member.number), name].into())
            }
            MemberOrder::Post => {
                (member.post.is_empty(), [import::fold(&member.post), name].into())
            }
            MemberOrder::Kind => {
                let at = regulation.member_kinds.iter().position(|kind| kind.id == member.kind);
                (at.is_none(), [format!("{:05}", at.unwrap_or_default()), name].into())
            }
        }
    }
}

impl Standing {
    fn holds(self, member: &Member, today: Date) -> bool {
        let has_left = member.left_on.is_some_and(|day| day < today);
        match self {
            Self::Present => !has_left,
            Self::Left => has_left,
            Self::All => true,
        }
    }
}

/// Titles of the offices that a member holds on a day, in the regulation's order.
#[must_use]
pub fn office_titles(
    regulation: &Regulation,
    organization: &Organization,
    member: MemberId,
    day: Date,
    language: Language,
) -> Vec<String> {
    let held: Vec<_> = organization.held_by(member, day).map(|held| held.office.as_str()).collect();
    let offices = regulation.offices.iter().filter(|office| held.contains(&office.id.as_str()));
    offices.map(|office| office.title.get(language).to_owned()).collect()
}

fn has_all(member: &Member, words: &[String], is_administrator: bool) -> bool {
    let mut places = vec![import::fold(&member.name), import::fold(&member.kana)];
    if is_administrator {
        places.extend([&member.number, &member.post, &member.mail].map(|text| import::fold(text)));
    }
    words.iter().all(|word| places.iter().any(|place| place.contains(word)))
}

/// A number as a key: short numbers before long ones, so that 9 comes before 10.
fn number_key(number: &str) -> String {
    format!("{:0>20}", import::fold(number))
}

fn csv_sheet(operator: &str, today: Date, language: Language) -> RegisterSheet {
    let (labels, title, print_language) = match language {
        Language::Ja => (
            [
                "社員番号",
                "氏名",
                "フリガナ",
                "所属",
                "役職",
                "種類",
                "メール",
                "入職日",
                "退職日",
                "役割",
                "ログイン名",
            ],
            "職員名簿",
            print::Language::Ja,
        ),
        Language::En => (
            [
                "Number", "Name", "Kana", "Unit", "Post", "Kind", "Mail", "Joined", "Left",
                "Offices", "Login",
            ],
            "Members",
            print::Language::En,
        ),
    };
    RegisterSheet {
        language: print_language,
        operator: operator.to_owned(),
        form_number: String::new(),
        form_title: title.to_owned(),
        as_of: today.to_string(),
        selection: None,
        columns: labels.into_iter().map(|label| Column::text(label, 8)).collect(),
        boxes: Vec::new(),
        printed_on: today.to_string(),
        printed_date: today,
    }
}

fn member_cells(
    member: &Member,
    (regulation, organization): (&Regulation, &Organization),
    language: Language,
) -> Vec<String> {
    let kind = regulation.member_kind(&member.kind);
    let kind = kind.map_or(member.kind.as_str(), |kind| kind.label.get(language));
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    vec![
        member.number.clone(),
        member.name.clone(),
        member.kana.clone(),
        organization.unit_path(member.unit),
        member.post.clone(),
        kind.to_owned(),
        member.mail.clone(),
        day(member.joined_on),
        day(member.left_on),
    ]
}

/// A fault under the name that the field has on the screen.
fn rename(error: AppError, from: &str, to: &str) -> AppError {
    match error {
        AppError::Invalid { field, message } if field == from => {
            AppError::Invalid { field: to.to_owned(), message }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use engine::Unit;
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    fn member(number: &str, name: &str, kana: &str, unit: UnitId) -> Member {
        Member {
            id: MemberId(Uuid::now_v7()),
            number: number.into(),
            name: name.into(),
            kana: kana.into(),
            unit,
            post: String::new(),
            kind: String::new(),
            mail: String::new(),
            joined_on: None,
            left_on: None,
        }
    }

    fn office() -> (Organization, UnitId, UnitId) {
        let (root, below) = (UnitId(Uuid::now_v7()), UnitId(Uuid::now_v7()));
        let unit = |id, parent| Unit {
            id,
            kind: "any".into(),
            name: "見本".into(),
            parent,
            closed_on: None,
        };
        let mut organization = Organization::default();
        organization.put_unit(unit(root, None));
        organization.put_unit(unit(below, Some(root)));
        organization.put_member(member("10", "見本　花子", "ﾐﾎﾝ ﾊﾅｺ", below));
        organization.put_member(member("9", "例 三郎", "レイ　サブロウ", root));
        let gone =
            Member { left_on: Some(date(2026, 3, 31)), ..member("", "髙橋 例子", "", root) };
        organization.put_member(gone);
        (organization, root, below)
    }

    fn names(search: &MemberSearch, is_administrator: bool) -> Vec<String> {
        let (organization, ..) = office();
        search
            .find(&Regulation::default(), &organization, (date(2026, 11, 22), is_administrator))
            .into_iter()
            .map(|member| member.name)
            .collect()
    }

    #[test]
    fn width_and_kana_do_not_matter() {
        for words in ["みほん", "ミホン　はな", "ﾊﾅｺ", "見本花子", "花子 見本"]
        {
            assert_eq!(
                names(&MemberSearch { words: words.into(), ..MemberSearch::default() }, false),
                ["見本　花子"],
                "{words}"
            );
        }
    }

    #[test]
    fn only_administrators_find_by_number() {
        let search = MemberSearch { words: "１０".into(), ..MemberSearch::default() };
        assert_eq!(names(&search, true), ["見本　花子"]);
        assert!(names(&search, false).is_empty());
    }

    #[test]
    fn numbers_are_ordered_as_numbers_and_turned_round() {
        let mut search = MemberSearch {
            order: MemberOrder::Number,
            standing: Standing::All,
            ..MemberSearch::default()
        };
        assert_eq!(names(&search, true), ["例 三郎", "見本　花子", "髙橋 例子"]);
        search.is_descending = true;
        assert_eq!(names(&search, true), ["髙橋 例子", "見本　花子", "例 三郎"]);
    }

    #[test]
    fn who_has_left_is_found_when_asked_for() {
        assert_eq!(
            names(&MemberSearch { standing: Standing::Left, ..MemberSearch::default() }, true),
            ["髙橋 例子"]
        );
    }

    #[test]
    fn a_unit_has_the_members_of_units_below() {
        let (organization, root, below) = office();
        let count = |unit| {
            let search = MemberSearch { unit: Some(unit), ..MemberSearch::default() };
            search.find(&Regulation::default(), &organization, (date(2026, 11, 22), true)).len()
        };
        assert_eq!((count(root), count(below)), (2, 1));
    }
}
