//! `kitei check` as its users meet it: the regulations of the house pass; each broken copy says what is wrong in it.

mod contract;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;

/// A copy of a regulation in a folder of its own, to be broken.
struct Broken {
    folder: TempDir,
}

impl Broken {
    /// The copy with one place of one file written otherwise.
    fn new(file: &str, from: &str, to: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&house("association-pms"), folder.path());
        let path = folder.path().join(file);
        let before = fs::read_to_string(&path).unwrap();
        assert!(before.contains(from), "`{file}` no longer says `{from}`");
        fs::write(path, before.replacen(from, to, 1)).unwrap();
        Self { folder }
    }

    fn path(&self) -> &str {
        self.folder.path().to_str().unwrap()
    }

    /// Everything that is told, and the exit code.
    fn told(&self) -> String {
        let output = check(&[self.path()]);
        let text = String::from_utf8(output.stdout).unwrap();
        format!("{text}exit {}", output.status.code().unwrap())
    }

    /// The errors as a compliance officer reads them: what is wrong, where, and how to mend it.
    fn errors(&self) -> String {
        let told = self.told();
        let errors = told.split("\n\n").filter(|finding| finding.starts_with("誤り"));
        // The count comes after the last finding.
        let lines =
            errors.flat_map(str::lines).filter(|line| !line.starts_with("association-pms："));
        lines.filter(|line| !line.starts_with("exit ")).collect::<Vec<_>>().join("\n")
    }
}

fn house(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regulations").join(name)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn check(arguments: &[&str]) -> Output {
    kitei(arguments, &[])
}

fn kitei(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kitei"))
        .arg("check")
        .args(arguments)
        .env_remove("CLICOLOR_FORCE")
        .env_remove("NO_COLOR")
        .envs(environment.iter().copied())
        .output()
        .unwrap()
}

/// A copy whose first route goes to an office that is not defined.
fn misspelled_office() -> Broken {
    Broken::new("routes/identification.toml", "office = \"manager\"", "office = \"manger\"")
}

#[test]
fn an_office_that_nobody_can_hold() {
    let held = "appointed_by = [\"top\"]\nmax_holders = 1\nrequired = true\nex_officio = { ja = \"総務部長\"";
    let broken = Broken::new("regulation.toml", held, &held.replace("\"top\"", "\"manager\""));
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[duty-unholdable] 義務「文書管理台帳の更新」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.4.5.3(2)）
      --> duties/documents.toml:15
      15 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「改訂された文書を読む」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.4.5.3(3)）
      --> duties/documents.toml:28
      28 | escalate = [{ after_days = 14, office = "manager", scope = "operator" }]
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「記録の作成状況の確認」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.4.5.5(1)）
      --> duties/documents.toml:48
      48 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「コミュニケーション計画」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.4.4.1(1)）
      --> duties/emergency.toml:15
      15 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「委託先の再評価」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.4(3)）
      --> duties/entrustment.toml:16
      16 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「運用確認表の作成」の役割 `handler` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.6.1(2)）
      --> duties/evaluation.toml:22
      22 | owner = { office = "handler", scope = "own_unit" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「運用確認表の作成」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.6.1(2)）
      --> duties/evaluation.toml:25
      25 | escalate = [{ after_days = 7, office = "manager", scope = "operator" }]
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「改善の実施と報告」の役割 `handler` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.6.1(5)）
      --> duties/evaluation.toml:36
      36 | owner = { office = "handler", scope = "unit_tree" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「改善の実施と報告」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.6.1(5)）
      --> duties/evaluation.toml:38
      38 | escalate = [{ after_days = 1, office = "manager", scope = "operator" }]
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「会長への運用状況報告」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.6.1(6)）
      --> duties/evaluation.toml:48
      48 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「監査の通知の確認と準備」の役割 `handler` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.6.2(3)）
      --> duties/evaluation.toml:72
      72 | owner = { office = "handler", scope = "unit_tree" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「部署の内部監査」の役割 `handler` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.6.2(3)）
      --> duties/evaluation.toml:93
      93 | owner = { office = "handler", scope = "own_unit" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「代表者による見直し」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.6.3(2)）
      --> duties/evaluation.toml:119
     119 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「見直し事項の実施の確認」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.6.3(3)）
      --> duties/evaluation.toml:132
     132 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「是正処置」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.7.1(2)）
      --> duties/improvement.toml:14
      14 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「是正処置報告書の期限」の役割 `handler` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.2.3.1管理者⑥）
      --> duties/improvement.toml:27
      27 | owner = { office = "handler", scope = "unit_tree" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「是正処置報告書の期限」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.2.3.1管理者⑥）
      --> duties/improvement.toml:29
      29 | escalate = [{ after_days = 1, office = "manager", scope = "operator" }]
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「有効性の確認」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.7.1(1)d）
      --> duties/improvement.toml:38
      38 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「回覧を読む」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.2.3.1管理者②）
      --> duties/leadership.toml:34
      34 | escalate = [{ after_days = 7, office = "manager", scope = "operator" }]
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「個人情報保護目的の設定」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.3.2）
      --> duties/leadership.toml:66
      66 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「個人情報保護目的の評価」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.3.2e）
      --> duties/leadership.toml:78
      78 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「リスク対応計画の作成」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.3.1.4b）
      --> duties/leadership.toml:90
      90 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「リスク対応計画の実施」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.3.1.4c）
      --> duties/leadership.toml:102
     102 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「個人番号の施錠確認」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.2.3.1個人番号②）
      --> duties/leadership.toml:126
     126 | escalate = [{ after_days = 7, office = "manager", scope = "operator" }]
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「漏えい等の疑いの報告」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.2.3.1管理者⑤）
      --> duties/leadership.toml:137
     137 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「変えた利用目的の公表・通知と、台帳の改訂」の役割 `handler` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.6(3)）
      --> duties/provision.toml:16
      16 | owner = { office = "handler", scope = "own_unit" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「変えた利用目的の公表・通知と、台帳の改訂」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.6(3)）
      --> duties/provision.toml:18
      18 | escalate = [{ after_days = 7, office = "manager", scope = "operator" }]
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「外国の提供先の相当措置の確認」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.8.1(3)J）
      --> duties/provision.toml:28
      28 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「作成した仮名加工情報の利用目的の公表」の役割 `handler` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.10(4)b）
      --> duties/provision.toml:54
      54 | owner = { office = "handler", scope = "own_unit" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「作成した仮名加工情報の利用目的の公表」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.10(4)b）
      --> duties/provision.toml:56
      56 | escalate = [{ after_days = 7, office = "manager", scope = "operator" }]
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「取得した仮名加工情報の利用目的の公表」の役割 `handler` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.10(4)b）
      --> duties/provision.toml:66
      66 | owner = { office = "handler", scope = "own_unit" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「取得した仮名加工情報の利用目的の公表」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.10(4)b）
      --> duties/provision.toml:68
      68 | escalate = [{ after_days = 7, office = "manager", scope = "operator" }]
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「作成で残った削除情報等の預入れ」の役割 `handler` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.10(3)d）
      --> duties/provision.toml:78
      78 | owner = { office = "handler", scope = "own_unit" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「作成で残った削除情報等の預入れ」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.10(3)d）
      --> duties/provision.toml:81
      81 | escalate = [{ after_days = 1, office = "manager", scope = "operator" }]
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「取得した削除情報等の預入れ」の役割 `handler` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.10(3)d）
      --> duties/provision.toml:91
      91 | owner = { office = "handler", scope = "own_unit" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「取得した削除情報等の預入れ」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.10(3)d）
      --> duties/provision.toml:94
      94 | escalate = [{ after_days = 1, office = "manager", scope = "operator" }]
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「作成した仮名加工情報の消去」の役割 `handler` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.10(7)）
      --> duties/provision.toml:103
     103 | owner = { office = "handler", scope = "own_unit" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「作成した仮名加工情報の消去」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.10(7)）
      --> duties/provision.toml:106
     106 | escalate = [{ after_days = 7, office = "manager", scope = "operator" }]
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「取得した仮名加工情報の消去」の役割 `handler` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.10(7)）
      --> duties/provision.toml:116
     116 | owner = { office = "handler", scope = "own_unit" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「取得した仮名加工情報の消去」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.10(7)）
      --> duties/provision.toml:119
     119 | escalate = [{ after_days = 7, office = "manager", scope = "operator" }]
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「削除情報等の消去」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.10(7)）
      --> duties/provision.toml:129
     129 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「正確性の確認」の役割 `handler` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.1(1)）
      --> duties/safety.toml:18
      18 | owner = { office = "handler", scope = "own_unit" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「正確性の確認」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.1(1)）
      --> duties/safety.toml:21
      21 | escalate = [{ after_days = 14, office = "manager", scope = "operator" }]
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「照合・確認手順の確認」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.1(2)③）
      --> duties/safety.toml:31
      31 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「保管期間の確認」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.1(4)③）
      --> duties/safety.toml:43
      43 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「保管期限を過ぎたファイルの廃棄」の役割 `handler` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.2(3)a②）
      --> duties/safety.toml:58
      58 | owner = { office = "handler", scope = "unit_tree" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「保管期限を過ぎたファイルの廃棄」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.2(3)a②）
      --> duties/safety.toml:61
      61 | escalate = [{ after_days = 7, office = "manager", scope = "operator" }]
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「廃棄証明書の受領」の役割 `handler` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.2(2)j）
      --> duties/safety.toml:72
      72 | owner = { office = "handler", scope = "unit_tree" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「廃棄証明書の受領」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.2(2)j）
      --> duties/safety.toml:75
      75 | escalate = [{ after_days = 7, office = "manager", scope = "operator" }]
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「日々のバックアップ」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.2(4)②）
      --> duties/safety.toml:85
      85 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「パスワードの変更」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.2(5)②）
      --> duties/safety.toml:98
      98 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「不要になったIDの停止」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.2(5)③）
      --> duties/safety.toml:110
     110 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「アクセス記録簿の提出」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.2(6)②）
      --> duties/safety.toml:124
     124 | escalate = [{ after_days = 1, office = "manager", scope = "operator" }]
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「機器と執務室の安全点検」の役割 `handler` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.2(7)③）
      --> duties/safety.toml:134
     134 | owner = { office = "handler", scope = "own_unit" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「機器と執務室の安全点検」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.2(7)③）
      --> duties/safety.toml:137
     137 | escalate = [{ after_days = 7, office = "manager", scope = "operator" }]
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「使い終えた媒体の消去と返却」の役割 `handler` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.2(8)③）
      --> duties/safety.toml:147
     147 | owner = { office = "handler", scope = "unit_tree" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「使い終えた媒体の消去と返却」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.2(8)③）
      --> duties/safety.toml:149
     149 | escalate = [{ after_days = 1, office = "manager", scope = "operator" }]
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「職員等の監督の記録」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.3(1)）
      --> duties/safety.toml:161
     161 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「誓約書の提出の確認」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.3(2)）
      --> duties/safety.toml:174
     174 | owner = { office = "manager", scope = "operator" }
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[duty-unholdable] 義務「モニタリング通達の確認」の役割 `manager` には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.3(4)）
      --> duties/safety.toml:189
     189 | escalate = [{ after_days = 7, office = "manager", scope = "operator" }]
       = 直し方: 役割の定義を直すか、誰かが就ける役割を書いてください
    誤り[unholdable-office] 役割「個人情報保護管理者」には誰も就くことができません。任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないためです（条項 J.2.3.1会長③）
      --> regulation.toml:125
     125 | id = "manager"
       = 直し方: `held_over` に実在する組織の種類を、`appointed_by` に誰かが就ける役割を書いてください
    誤り[unholdable-office] 役割「個人情報取扱者」には誰も就くことができません。任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないためです（条項 J.2.3.1管理者③）
      --> regulation.toml:253
     253 | id = "handler"
       = 直し方: `held_over` に実在する組織の種類を、`appointed_by` に誰かが就ける役割を書いてください
    誤り[drafter-unholdable] 様式「アクセス権限一覧」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.2(5)④）
      --> forms/access_list.toml:13
      13 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「ユーザID・アクセス権限管理台帳」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.2(5)①）
      --> forms/account_register.toml:14
      14 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「正確性の確認表」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.1(1)）
      --> forms/accuracy_check.toml:12
      12 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「個人情報新規取得・保有状況変更申請書」は誰も起案できません。起案者の役割には誰も就けません（条項 J.8.4(2)）
      --> forms/acquisition_application.toml:15
      15 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「匿名加工情報利用申請書」は誰も起案できません。起案者の役割には誰も就けません（条項 J.8.9(1)）
      --> forms/anonymized_application.toml:14
      14 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「匿名加工情報 作成・公表・提供記録」は誰も起案できません。起案者の役割には誰も就けません（条項 J.8.9(1)）
      --> forms/anonymized_record.toml:13
      13 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「就業希望者（採用応募者）の個人情報の取扱い」は誰も起案できません。起案者の役割には誰も就けません（条項 J.8.5(3)a）
      --> forms/applicant_consent.toml:14
      14 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「バックアップ記録」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.2(4)②）
      --> forms/backup_record.toml:13
      13 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）、`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「直接書面取得の明示書」は誰も起案できません。起案者の役割には誰も就けません（条項 J.8.5(1)）
      --> forms/collection_statement.toml:15
      15 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「コミュニケーション計画」は誰も起案できません。起案者の役割には誰も就けません（条項 J.4.4.1(1)）
      --> forms/communication_plan.toml:14
      14 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「外部・内部の課題」は誰も起案できません。起案者の役割には誰も就けません（条項 J.1.1）
      --> forms/context_issue.toml:15
      15 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「是正処置報告書」は誰も起案できません。起案者の役割には誰も就けません（条項 J.7.1(1)）
      --> forms/corrective_action.toml:16
      16 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）、`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「訂正・消去の記録」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.1(3)①）
      --> forms/data_correction.toml:13
      13 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）、`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「入力時の照合・確認記録」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.1(2)①）
      --> forms/data_entry_check.toml:13
      13 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「個人データの取扱いについて」は誰も起案できません。起案者の役割には誰も就けません（条項 J.10.3(1)）
      --> forms/data_handling_statement.toml:15
      15 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「削除情報等 保管・消去記録」は誰も起案できません。起案者の役割には誰も就けません（条項 J.8.10(3)a）
      --> forms/deleted_information.toml:14
      14 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）、`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「機器の安全点検表」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.2(2)b）
      --> forms/device_check.toml:14
      14 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「情報機器・電子媒体台帳」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.2(2)b）
      --> forms/device_register.toml:15
      15 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「廃棄証明書」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.2(2)j）
      --> forms/disposal_certificate.toml:14
      14 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「廃棄記録簿」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.2(3)a③）
      --> forms/disposal_record.toml:14
      14 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「PMS文書管理台帳」は誰も起案できません。起案者の役割には誰も就けません（条項 J.4.5.3(2)）
      --> forms/document_register.toml:17
      17 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「PMS文書改訂履歴」は誰も起案できません。起案者の役割には誰も就けません（条項 J.4.5.3(1)）
      --> forms/document_revision.toml:17
      17 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「是正処置の有効性確認」は誰も起案できません。起案者の役割には誰も就けません（条項 J.7.1(1)）
      --> forms/effectiveness_check.toml:14
      14 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「個人情報に係る委託先管理台帳」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.4(4)）
      --> forms/entrusted_party.toml:15
      15 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「個人情報取扱いの委託に関する覚書」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.4(1)契約）
      --> forms/entrustment_memorandum.toml:16
      16 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「委託先調査票」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.4(3)）
      --> forms/entrustment_survey.toml:16
      16 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「入退室管理細則」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.2(1)）
      --> forms/entry_rules.toml:16
      16 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「相当措置の定期確認記録」は誰も起案できません。起案者の役割には誰も就けません（条項 J.8.8.1(3)J）
      --> forms/equivalent_measures.toml:14
      14 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「外国にある第三者への情報提供の同意書」は誰も起案できません。起案者の役割には誰も就けません（条項 J.8.8.1(1)a）
      --> forms/foreign_consent.toml:14
      14 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「外国にある第三者への情報提供の申請書」は誰も起案できません。起案者の役割には誰も就けません（条項 J.8.8.1(1)）
      --> forms/foreign_provision_application.toml:14
      14 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「個人情報授受記録簿」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.4(6)）
      --> forms/hand_over.toml:15
      15 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「個人情報取扱業務申請書」は誰も起案できません。起案者の役割には誰も就けません（条項 J.3.1.1(1)）
      --> forms/handling_application.toml:15
      15 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「個人情報の取扱いについてのお知らせ」は誰も起案できません。起案者の役割には誰も就けません（条項 J.8）
      --> forms/handling_notice.toml:16
      16 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「個人情報管理台帳」は誰も起案できません。起案者の役割には誰も就けません（条項 J.3.1.1(2)）
      --> forms/holdings_register.toml:16
      16 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「改善報告書」は誰も起案できません。起案者の役割には誰も就けません（条項 J.6.1(5)）
      --> forms/improvement_report.toml:13
      13 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「個人情報の流れ」は誰も起案できません。起案者の役割には誰も就けません（条項 J.3.1.3(2)）
      --> forms/information_flow.toml:14
      14 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「利害関係者一覧」は誰も起案できません。起案者の役割には誰も就けません（条項 J.1.2(1)）
      --> forms/interested_party.toml:15
      15 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「共同利用の公表文・覚書」は誰も起案できません。起案者の役割には誰も就けません（条項 J.8.7(1)d）
      --> forms/joint_use.toml:15
      15 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「個人情報に係る机、キャビネット等の鍵の貸与一覧（予備鍵の保管）」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.2(2)a）
      --> forms/key_list.toml:15
      15 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「代表者による見直し実施記録」は誰も起案できません。起案者の役割には誰も就けません（条項 J.6.3(1)）
      --> forms/management_review.toml:16
      16 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「モニタリングの通達」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.3(4)）
      --> forms/monitoring_notice.toml:13
      13 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「個人番号の管理区域」は誰も起案できません。起案者の役割には誰も就けません（条項 J.2.3.1個人番号②）
      --> forms/my_number_area.toml:12
      12 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「個人情報保護目的」は誰も起案できません。起案者の役割には誰も就けません（条項 J.3.2）
      --> forms/objective.toml:13
      13 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「個人情報保護目的の評価」は誰も起案できません。起案者の役割には誰も就けません（条項 J.3.2）
      --> forms/objective_result.toml:12
      12 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「役員、委員会委員、訪問調査者の「明示的同意書」」は誰も起案できません。起案者の役割には誰も就けません（条項 J.8.5(3)a）
      --> forms/officer_consent.toml:14
      14 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「運用確認表」は誰も起案できません。起案者の役割には誰も就けません（条項 J.6.1(1)）
      --> forms/operation_check.toml:15
      15 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「運用状況報告」は誰も起案できません。起案者の役割には誰も就けません（条項 J.6.1(6)）
      --> forms/operation_status_report.toml:14
      14 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「オプトアウト通知書・公表文・届出控」は誰も起案できません。起案者の役割には誰も就けません（条項 J.8.8(1)b）
      --> forms/opt_out_notice.toml:14
      14 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「第三者提供に係る記録」は誰も起案できません。起案者の役割には誰も就けません（条項 J.8.8.2(1)）
      --> forms/provision_record.toml:16
      16 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「仮名加工情報取得申請書」は誰も起案できません。起案者の役割には誰も就けません（条項 J.8.10(3)c）
      --> forms/pseudonymized_acquisition.toml:14
      14 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「仮名加工情報作成申請書」は誰も起案できません。起案者の役割には誰も就けません（条項 J.8.10(1)）
      --> forms/pseudonymized_creation.toml:14
      14 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「個人データ第三者提供受領申請書」は誰も起案できません。起案者の役割には誰も就けません（条項 J.8.8.3(1)）
      --> forms/receipt_application.toml:14
      14 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「第三者提供を受けた記録」は誰も起案できません。起案者の役割には誰も就けません（条項 J.8.8.3(3)）
      --> forms/receipt_record.toml:15
      15 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「記録の作成状況」は誰も起案できません。起案者の役割には誰も就けません（条項 J.4.5.5(1)）
      --> forms/records_inventory.toml:14
      14 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「個人関連情報の同意確認記録」は誰も起案できません。起案者の役割には誰も就けません（条項 J.8.8.4(2)）
      --> forms/referable_confirmation.toml:13
      13 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「個人データに関する請求手続きのご案内」は誰も起案できません。起案者の役割には誰も就けません（条項 J.10.2(1)a）
      --> forms/request_guide.toml:16
      16 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「見直し事項の実施記録」は誰も起案できません。起案者の役割には誰も就けません（条項 J.7.2）
      --> forms/review_follow_up.toml:15
      15 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「個人情報取扱業務リスク分析・対策」は誰も起案できません。起案者の役割には誰も就けません（条項 J.2.3.1管理者③）
      --> forms/risk_assessment.toml:17
      17 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「個人情報保護リスク対応計画」は誰も起案できません。起案者の役割には誰も就けません（条項 J.3.1.4a）
      --> forms/risk_treatment_plan.toml:16
      16 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「個人情報保護リスク対応計画実施記録」は誰も起案できません。起案者の役割には誰も就けません（条項 J.3.1.4c）
      --> forms/risk_treatment_record.toml:14
      14 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「安全管理の定期確認表」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.1(2)③）
      --> forms/safety_check.toml:12
      12 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「安全管理措置一覧」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.2）
      --> forms/safety_measure.toml:13
      13 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「違反・処分の記録」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.3(3)）
      --> forms/sanction_record.toml:12
      12 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「要配慮個人情報等の同意書（同意の記録）」は誰も起案できません。起案者の役割には誰も就けません（条項 J.8.3(2)）
      --> forms/special_care_consent.toml:14
      14 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「職員等の監督の記録」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.3(1)）
      --> forms/staff_supervision.toml:12
      12 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「保管ファイル一覧」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.1(4)①）
      --> forms/stored_file.toml:15
      15 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「漏えい等の疑いの報告」は誰も起案できません。起案者の役割には誰も就けません（条項 J.2.3.1管理者⑤）
      --> forms/suspected_leak_report.toml:13
      13 | drafters = [
       = 直し方: 役割`manager`（regulation.toml の 125 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「移送・送信記録」は誰も起案できません。起案者の役割には誰も就けません（条項 J.9.2(8)②）
      --> forms/transfer_record.toml:13
      13 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「個人情報利用申請書」は誰も起案できません。起案者の役割には誰も就けません（条項 J.8.4(4)）
      --> forms/use_application.toml:15
      15 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[drafter-unholdable] 様式「Web同意記録」は誰も起案できません。起案者の役割には誰も就けません（条項 J.8.5(3)b）
      --> forms/web_consent.toml:13
      13 | drafters = [
       = 直し方: 役割`handler`（regulation.toml の 253 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.4.5.4(2)）
      --> routes/documents.toml:48
      48 | id = "board"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.4.2(4)）
      --> routes/education.toml:108
     108 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.4.5.4(2)）
      --> routes/entrustment.toml:14
      14 | id = "board"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.4(3)）
      --> routes/entrustment.toml:34
      34 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.4(4)）
      --> routes/entrustment.toml:51
      51 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.4(5)）
      --> routes/entrustment.toml:68
      68 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.2(2)k）
      --> routes/entrustment.toml:95
      95 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.6.1(5)）
      --> routes/evaluation.toml:18
      18 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.6.1(4)）
      --> routes/evaluation.toml:26
      26 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.6.1(5)）
      --> routes/evaluation.toml:44
      44 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.3(1)）
      --> routes/handling.toml:17
      17 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.4(2)）
      --> routes/handling.toml:25
      25 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.4(4)）
      --> routes/handling.toml:42
      42 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.1(2)）
      --> routes/handling.toml:87
      87 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.3.1.1(1)）
      --> routes/identification.toml:16
      16 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.3.1.1(2)）
      --> routes/identification.toml:33
      33 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.3.1.3(2)）
      --> routes/identification.toml:50
      50 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.7.1(2)）
      --> routes/improvement.toml:17
      17 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.2.2(2)）
      --> routes/leadership.toml:21
      21 | id = "board"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 改廃）
      --> routes/leadership.toml:40
      40 | id = "board_on_regulation"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.2.3.1統括⑨）
      --> routes/leadership.toml:49
      49 | id = "board_on_matter"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.2.3.1個人番号①）
      --> routes/leadership.toml:151
     151 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.2.3.1個人番号②）
      --> routes/leadership.toml:197
     197 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.3.1.4c）
      --> routes/planning.toml:88
      88 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.5(2)）
      --> routes/provision.toml:16
      16 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.8.1(1)）
      --> routes/provision.toml:51
      51 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.8.4(2)）
      --> routes/provision.toml:87
      87 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.8.3(2)申請）
      --> routes/provision.toml:104
     104 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.9(2)）
      --> routes/provision.toml:121
     121 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.10(3)b）
      --> routes/provision.toml:138
     138 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.10(3)c）
      --> routes/provision.toml:155
     155 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.8.10(3)f）
      --> routes/provision.toml:173
     173 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.1(4)③）
      --> routes/safety.toml:35
      35 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.2(2)a）
      --> routes/safety.toml:94
      94 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.2(2)l）
      --> routes/safety.toml:111
     111 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.2(7)③）
      --> routes/safety.toml:128
     128 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.2(2)e）
      --> routes/safety.toml:145
     145 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.2(8)③）
      --> routes/safety.toml:162
     162 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.1(4)③）
      --> routes/safety.toml:179
     179 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.2(6)②）
      --> routes/safety.toml:231
     231 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.9.2(7)④）
      --> routes/safety.toml:248
     248 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    誤り[route-unholdable] 決裁がここで止まります。役割「個人情報保護管理者」には、任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないため誰も就けません（条項 J.4.5.4(2)）
      --> routes/safety.toml:280
     280 | id = "board"
       = 直し方: 役割 `manager` の定義（regulation.toml の 125 行目）を直すか、誰かが就ける役割に替えてください
    "#);
}

#[test]
fn an_unknown_key() {
    let broken =
        Broken::new("forms/handling_application.toml", "required = true\n", "requierd = true\n");
    insta::assert_snapshot!(broken.errors(), @"
    誤り[unknown-key] `requierd` という設定はありません（条項 J.3.1.1(1)）
      --> forms/handling_application.toml:42
      42 | requierd = true
       = 直し方: `required` の書き間違いではありませんか
    ");
}

#[test]
fn a_clause_that_is_not_there() {
    let broken = Broken::new(
        "routes/identification.toml",
        "clause = \"J.3.1.1(2)\"",
        "clause = \"J.3.1.1(9)\"",
    );
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[dangling-clause] 条項 `J.3.1.1(9)` は `clauses.toml` にありません（条項 J.3.1.1(9)）
      --> routes/identification.toml:27
      27 | clause = "J.3.1.1(9)"
       = 直し方: `J.3.1.1(1)` の書き間違いではありませんか
    "#);
}

#[test]
fn a_route_through_an_office_that_is_not_defined() {
    let broken =
        Broken::new("routes/identification.toml", "office = \"manager\"", "office = \"manger\"");
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[dangling-office] `manger` という役割は定義されていません（条項 J.3.1.1(1)）
      --> routes/identification.toml:16
      16 | office = "manger"
       = 直し方: `manager` の書き間違いではありませんか
    "#);
}

#[test]
fn a_rule_that_does_not_type_check() {
    let broken = Broken::new(
        "rules/offices.cedar",
        "resource.authors.contains(principal)",
        "resource.authors == principal",
    );
    insta::assert_snapshot!(broken.errors(), @"
    誤り[rule-type] 規則 `no_decision_on_own_record` は、種類の違うもの（たとえば文字列と数、人と組織）を比べています（条項 J.2.4）
      --> rules/offices.cedar:12
      12 | when { resource.authors == principal };
       = 直し方: 比べる両側を同じ種類にしてください。項目の種類ごとの値は docs/regulation-format.md にあります
    ");
}

#[test]
fn a_rule_that_misspells_an_office() {
    let broken = Broken::new(
        "rules/offices.cedar",
        "containsAny([\"manager\", \"chief_officer\"])",
        "containsAny([\"manager\", \"chief_oficer\"])",
    );
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[rule-word] 規則 `audit_officer_is_not_in_charge` が見ている `chief_oficer` という役割はありません。このままでは規則が働きません（条項 J.2.3.2(3)）
      --> rules/offices.cedar:21
      21 |     resource.member_offices.containsAny(["manager", "chief_oficer"])
       = 直し方: `chief_officer` の書き間違いではありませんか
    "#);
}

#[test]
fn a_clause_that_nothing_realizes() {
    let broken = Broken::new(
        "clauses/01_context.toml",
        "realized = [{ organizational = { ja = \"適用範囲と規格の版を示した文書\", \
         en = \"The document that states the scope and the edition of the standard\" } }]\n",
        "",
    );
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[unrealized-clause] 条項 J.1.5「個人情報保護マネジメントシステム」を実現するものがありません（条項 J.1.5）
      --> clauses/01_context.toml:132
     132 | id = "J.1.5"
       = 直し方: 様式・項目・手順・規則・義務・役割のどれかでこの条項を引く（`clause = …`）か、プログラムの外で行うことなら `realized = [{ organizational = { ja = "証跡になるもの" } }]` と書いてください
    "#);
}

#[test]
fn a_form_that_nobody_may_draft() {
    let broken = Broken::new(
        "forms/handling_application.toml",
        "  { office = \"handler\", scope = \"unit_tree\", clause = \"J.3.1.1(1)\" },\n",
        "",
    );
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[no-drafter] 様式「個人情報取扱業務申請書」は誰も起案できません。起案者（drafters）が書かれていません（条項 J.3.1.1(1)）
      --> forms/handling_application.toml:15
      15 | drafters = [
       = 直し方: `drafters = [{ office = "…", scope = "own_unit", clause = "…" }]` の形で、誰が起案するかを書いてください
    "#);
}

#[test]
fn a_kind_of_field_that_does_not_exist() {
    let broken = Broken::new(
        "forms/handling_application.toml",
        "kind = \"short_text\"",
        "kind = \"shorttext\"",
    );
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[unknown-value] `kind` に `shorttext` という値はありません（条項 J.3.1.1(1)）
      --> forms/handling_application.toml:41
      41 | kind = "shorttext"
       = 直し方: `short_text` の書き間違いではありませんか（使える値：`short_text`, `long_text`, `date`, `date_range`, `number`, `choice`, `many_choice`, `member`, `unit`, `office`, `record`, `clause_exception`, `file`, `table`, `consent`, `yes_no`, `derived`）
    "#);
}

#[test]
fn a_scenario_that_goes_otherwise() {
    let broken = Broken::new(
        "scenarios/application.toml",
        "act = \"approve\"\nrecord = \"application\"\nexpect = { state = \"in_force\" }",
        "act = \"approve\"\nrecord = \"application\"\nexpect = { state = \"rejected\" }",
    );
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[scenario] 状態は `rejected` のはずですが `in_force` です（条項 J.3.1.1(1)）
      --> scenarios/application.toml:42
      42 | by = "head"
       = 直し方: 「申請し、管理者が承認する」の場面か、それが確かめている規則を直してください
    "#);
}

#[test]
fn a_file_that_is_no_toml() {
    let broken = Broken::new("routes/identification.toml", "[[routes]]", "[[routes]");
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[syntax] `[[…]]` が閉じていません
      --> routes/identification.toml:3
       3 | [[routes]
       = 直し方: `]]` を書いてください
    誤り[wrong-type] `routes` の値は `{ … }` の並び（または `[[…]]`） でなければなりません
      --> routes/identification.toml:7
       7 | [[routes.steps]]
       = 直し方: `routes = [{ … }, { … }]` の形に直してください
    誤り[dangling-route] `application_approval` という決裁ルートは定義されていません
      --> forms/handling_application.toml:10
      10 | route = "application_approval"
       = 直し方: `routes.toml` の `[[routes]]` に定義するか、定義済みの決裁ルートを指してください
    誤り[dangling-route] `register_approval` という決裁ルートは定義されていません
      --> forms/holdings_register.toml:10
      10 | route = "register_approval"
       = 直し方: `routes.toml` の `[[routes]]` に定義するか、定義済みの決裁ルートを指してください
    誤り[dangling-route] `risk_approval` という決裁ルートは定義されていません
      --> forms/information_flow.toml:9
       9 | route = "risk_approval"
       = 直し方: `use_approval` の書き間違いではありませんか
    誤り[dangling-route] `risk_approval` という決裁ルートは定義されていません
      --> forms/risk_assessment.toml:11
      11 | route = "risk_approval"
       = 直し方: `use_approval` の書き間違いではありませんか
    誤り[dangling-realization] 条項 J.3.1.1(1) を実現するという決裁ルート `application_approval` はありません（条項 J.3.1.1(1)）
      --> clauses/03_planning.toml:9
       9 | realized = [{ form = "handling_application" }, { form = "holdings_register" }, { route = "application_approval" }, { office = "handler" }]
       = 直し方: この決裁ルートを作るか、`realized` の行を直してください
    誤り[dangling-realization] 条項 J.3.1.1(2) を実現するという決裁ルート `register_approval` はありません（条項 J.3.1.1(2)）
      --> clauses/03_planning.toml:15
      15 | realized = [{ form = "holdings_register" }, { route = "register_approval" }]
       = 直し方: この決裁ルートを作るか、`realized` の行を直してください
    誤り[dangling-realization] 条項 J.3.1.3(2) を実現するという決裁ルート `risk_approval` はありません（条項 J.3.1.3(2)）
      --> clauses/03_planning.toml:134
     134 | realized = [{ form = "information_flow" }, { form = "risk_assessment" }, { route = "risk_approval" }]
       = 直し方: `use_approval` の書き間違いではありませんか
    "#);
}

#[test]
fn a_rule_without_its_clause() {
    let broken = Broken::new("rules/offices.cedar", "@clause(\"J.2.4\")\n", "");
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[missing-annotation] 規則に `@clause` がありません
      --> rules/offices.cedar:3
       3 | @id("no_decision_on_own_record")
       = 直し方: 規則の前の行に `@clause("2(3)")` の形で書いてください
    誤り[uncited-realization] 条項 J.2.4 を実現するという規則 `no_decision_on_own_record` は、この条項をどこにも引いていません（条項 J.2.4）
      --> clauses/02_leadership.toml:302
     302 | realized = [{ rule = "no_decision_on_own_record" }, { rule = "nobody_prepares_their_own_appointment" }]
       = 直し方: 規則 `no_decision_on_own_record` の該当箇所に `clause = "J.2.4"` を書くか、`realized` から外してください
    "#);
}

#[test]
fn a_review_that_nobody_can_direct() {
    let broken = Broken::new(
        "forms/holdings_register.toml",
        "directed_by = { office = \"manager\"",
        "directed_by = { office = \"managers\"",
    );
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[dangling-office] `managers` という役割は定義されていません（条項 J.3.1.1(5)）
      --> forms/holdings_register.toml:14
      14 | review = { months_before_year_end = 1, clause = "J.3.1.1(2)", directed_by = { office = "managers", scope = "operator", clause = "J.3.1.1(5)" } }
       = 直し方: `manager` の書き間違いではありませんか
    "#);
}

#[test]
fn a_flag_that_stands_on_no_clause() {
    let broken =
        Broken::new("forms/holdings_register.toml", "clause = \"J.3.1.1(1)\"\nflag", "flag");
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[idle-flag] 項目「取扱業務申請書」の `flag` に、もとになる条項がありません
      --> forms/holdings_register.toml:377
     377 | flag = { ja = "承認された取扱業務申請書がありません。申請し、承認を得てからこの行に結び付けてください。", en = "No approved handling application stands behind this line. Apply, get the approval, and link …
       = 直し方: その項目に `clause = "…"` を書いてください
    誤り[uncited-realization] 条項 J.3.1.1(1) を実現するという様式 `holdings_register` は、この条項をどこにも引いていません（条項 J.3.1.1(1)）
      --> clauses/03_planning.toml:9
       9 | realized = [{ form = "handling_application" }, { form = "holdings_register" }, { route = "application_approval" }, { office = "handler" }]
       = 直し方: 様式 `holdings_register` の該当箇所に `clause = "J.3.1.1(1)"` を書くか、`realized` から外してください
    "#);
}

#[test]
fn two_fields_of_one_name() {
    let broken =
        Broken::new("forms/handling_application.toml", "id = \"occasion\"", "id = \"work_name\"");
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[duplicate-id] 項目の ID `work_name` が二度使われています（最初は forms/handling_application.toml の 38 行目）
      --> forms/handling_application.toml:50
      50 | id = "work_name"
       = 直し方: どちらかを変えるか、重複を消してください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/application.toml:25
      25 | [scenarios.steps.fields]
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/application.toml:68
      68 | [scenarios.steps.fields]
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/application.toml:104
     104 | fields = { work_name = "会員の入会受付", occasion = "new" }
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/application.toml:157
     157 | [scenarios.steps.fields]
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/application.toml:218
     218 | [scenarios.steps.fields]
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/application.toml:279
     279 | [scenarios.steps.fields]
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/application.toml:322
     322 | [scenarios.steps.fields]
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/application.toml:380
     380 | [scenarios.steps.fields]
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/backing.toml:65
      65 | [scenarios.steps.fields]
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/backing.toml:144
     144 | [scenarios.steps.fields]
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/handling_notice.toml:331
     331 | fields = { work_name = "会員の管理", occasion = "new", items = "氏名", purpose = "マーケティングのため" }
       = 直し方: 様式にある項目の ID を書いてください
    "#);
}

#[test]
fn a_route_that_nobody_decides() {
    let broken = Broken::new(
        "routes/identification.toml",
        "id = \"manager\"\nkind = \"approve\"",
        "id = \"manager\"\nkind = \"acknowledge\"",
    );
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[route-without-approval] 決裁ルート「取扱いの申請」には承認する手順がないのに、承認の要る様式（個人情報取扱業務申請書）が使っています
      --> routes/identification.toml:4
       4 | id = "application_approval"
       = 直し方: `kind = "approve"` か `kind = "decide_by_body"` の手順を加えるか、様式の種類（kind）を見直してください
    "#);
}

#[test]
fn a_scenario_on_a_day_that_is_none() {
    let broken = Broken::new("scenarios/review.toml", "on = \"2027-02-28\"", "on = \"2027-02-30\"");
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[day] `2027-02-30` は日付として読めません
      --> scenarios/review.toml:58
      58 | on = "2027-02-30"
       = 直し方: `"2027-03-10"` の形で書いてください
    "#);
}

#[test]
fn a_file_that_is_too_large() {
    let broken = misspelled_office();
    fs::write(broken.folder.path().join("routes/identification.toml"), "# 長い\n".repeat(150_000))
        .unwrap();
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[file-too-large] ファイルが大きすぎます（1048577 バイト。上限は 1048576 バイト）
      --> routes/identification.toml
       = 直し方: ファイルを分けてください
    誤り[dangling-route] `application_approval` という決裁ルートは定義されていません
      --> forms/handling_application.toml:10
      10 | route = "application_approval"
       = 直し方: `routes.toml` の `[[routes]]` に定義するか、定義済みの決裁ルートを指してください
    誤り[dangling-route] `register_approval` という決裁ルートは定義されていません
      --> forms/holdings_register.toml:10
      10 | route = "register_approval"
       = 直し方: `routes.toml` の `[[routes]]` に定義するか、定義済みの決裁ルートを指してください
    誤り[dangling-route] `risk_approval` という決裁ルートは定義されていません
      --> forms/information_flow.toml:9
       9 | route = "risk_approval"
       = 直し方: `use_approval` の書き間違いではありませんか
    誤り[dangling-route] `risk_approval` という決裁ルートは定義されていません
      --> forms/risk_assessment.toml:11
      11 | route = "risk_approval"
       = 直し方: `use_approval` の書き間違いではありませんか
    誤り[dangling-realization] 条項 J.3.1.1(1) を実現するという決裁ルート `application_approval` はありません（条項 J.3.1.1(1)）
      --> clauses/03_planning.toml:9
       9 | realized = [{ form = "handling_application" }, { form = "holdings_register" }, { route = "application_approval" }, { office = "handler" }]
       = 直し方: この決裁ルートを作るか、`realized` の行を直してください
    誤り[dangling-realization] 条項 J.3.1.1(2) を実現するという決裁ルート `register_approval` はありません（条項 J.3.1.1(2)）
      --> clauses/03_planning.toml:15
      15 | realized = [{ form = "holdings_register" }, { route = "register_approval" }]
       = 直し方: この決裁ルートを作るか、`realized` の行を直してください
    誤り[dangling-realization] 条項 J.3.1.3(2) を実現するという決裁ルート `risk_approval` はありません（条項 J.3.1.3(2)）
      --> clauses/03_planning.toml:134
     134 | realized = [{ form = "information_flow" }, { form = "risk_assessment" }, { route = "risk_approval" }]
       = 直し方: `use_approval` の書き間違いではありませんか
    "#);
}
