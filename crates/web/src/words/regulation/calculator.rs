//! The words of the law calculator. What the law itself calls things comes from `law`.

use regulation::Language;

words! {
    /// The frame of the calculators and their answers.
    LawWords {
        title: "法令計算" / "Law calculator",
        lead: "個人情報保護法などの期限や区分を、条文を示して計算します。入力した内容は保存しません。" / "Dates and classes of the Act, each with its article. Nothing that you enter is kept.",
        tabs: "計算の種類" / "Calculators",
        deadline: "期限" / "Deadlines",
        breach: "漏えい等の区分" / "Breach classes",
        number: "番号の検査" / "Numbers",
        date: "日付" / "Dates",
        provision: "第三者提供" / "Provision",
        request: "開示等の請求" / "Requests",
        consent: "取得・利用" / "Acquisition and use",
        measures: "措置の点検" / "Measures",
        retention: "保存期間" / "Keep periods",
        draft: "報告の下書き" / "Drafts",
        list: "法令の一覧" / "Lists of the law",
        as_of: "いつの時点で計算するか" / "As of",
        as_of_hint: "空なら、問いの日の時点です。" / "The day that is asked about unless given.",
        calculate: "計算する" / "Calculate",
        clear: "入力を消す" / "Clear",
        result: "結果" / "Result",
        steps: "考え方と条文" / "Steps and articles",
        unverified: "未確認" / "unverified",
        unverified_note: "「未確認」は、一次資料で確かめられていない手順です。条文と所管の案内で確かめてください。" / "“Unverified” steps are not confirmed by a primary text; check them against the law.",
        made_on: "{}時点の法令データによります。" / "Legal data as of {}.",
        findings: "指摘" / "Findings",
        block: "不可" / "not allowed",
        warn: "注意" / "warning",
        note: "注記" / "note",
        yes: "はい" / "yes",
        no: "いいえ" / "no",
        none: "なし" / "none",
        optional_part: "（当てはまるときだけ）" / " (only where it applies)",
    }
}

words! {
    /// What is wrong with an input of a calculator.
    LawFaultWords {
        missing: "記入してください" / "Please fill this in",
        choose: "選んでください" / "Please choose one",
        range: "{}から{}までの数で記入してください" / "Give a number from {} to {}",
        fixed: "この期限は法令が定めています。空にしてください" / "The law fixes this; leave it empty",
        whole_number: "整数で記入してください（例：120）" / "Give a whole number, for example 120",
        country: "2文字の国コードで記入してください（例：FR）" / "Give a two-letter country code, for example FR",
        other: "この内容では計算できません。入力を見直してください" / "This cannot be worked out; please look at it again",
    }
}

words! {
    /// Deadlines.
    DeadlineWords {
        rule: "期限の種類" / "Which deadline",
        known: "起算の日" / "The day it starts from",
        known_hint: "知った日、請求を受けた日、提供した日などです。例：令和8年4月3日、R8.4.3" / "The day of knowing, of the request, of the provision. For example 2026-04-03 or R8.4.3",
        length: "期間の長さ" / "Length",
        length_hint: "確報と事故報告では日数を選べます（空なら30日、不正の目的なら60日）。初日算入・不算入の期間では必ず記入します。ほかは法令が定めます。" / "For reports, in days (30, or 60 with a wrongful purpose); needed for plain counting; fixed by law otherwise.",
        unit: "単位" / "Unit",
        days: "日" / "days",
        weeks: "週" / "weeks",
        months: "か月" / "months",
        years: "年" / "years",
        more: "休業日の扱い" / "Closed days",
        shift: "最後の日が休業日のとき" / "If the last day is closed",
        stay: "動かさない" / "It stays",
        next_open: "次の営業日" / "The next open day",
        previous_open: "前の営業日" / "The open day before",
        closed: "自社の休業日" / "Your own closing days",
        closed_hint: "空白で区切って並べます。例：2026-08-13 2026-08-14" / "Parted by spaces, for example 2026-08-13 2026-08-14",
        from: "いつから" / "From",
        due: "期限" / "Due",
    }
}

words! {
    /// Breaches.
    BreachWords {
        known: "知った日" / "Day of knowing",
        known_hint: "部署のどなたかが知った日です。例：令和8年4月3日、R8.4.3" / "The day anybody in the organization knew. For example 2026-04-03 or R8.4.3",
        regime: "団体の種類" / "Kind of body",
        private: "民間の事業者" / "Private operator",
        public_body: "行政機関等" / "Administrative organ",
        facts: "当てはまること" / "What applies",
        facts_hint: "分からないことは選ばずに進めます。" / "Leave out what is not known.",
        special_care: "要配慮個人情報を含む" / "Sensitive information is concerned",
        property_damage: "財産的被害のおそれがある" / "Property damage may follow",
        wrongful_purpose: "不正の目的によるおそれがある" / "It may have been done for a wrongful purpose",
        strongly_encrypted: "高度な暗号化などで守られている" / "Protected by strong encryption or the like",
        about_to_be_acquired: "取得しようとしている個人情報である" / "Data about to be acquired",
        pseudonymized: "仮名加工情報である" / "Pseudonymized information",
        persons: "本人の数" / "Number of persons",
        persons_max: "本人の数の最大の見込み" / "Highest estimate of persons",
        persons_hint: "分からないときは空にします。" / "Leave it empty where unknown.",
        person_unit: "人" / "persons",
        my_number: "個人番号（マイナンバー）を含むか" / "Is My Number concerned?",
        my_number_part: "個人番号の事情" / "Facts about My Number",
        network_system: "情報提供ネットワークシステムなどの特定個人情報" / "Data of the information network system",
        my_number_wrongful: "不正の目的によるおそれがある" / "It may have been done for a wrongful purpose",
        open_to_many: "不特定多数に見られた、またはそのおそれがある" / "Open to an unspecified number of people",
        my_number_persons: "個人番号の本人の数" / "Persons whose My Number is concerned",
        my_number_persons_max: "個人番号の本人の最大の見込み" / "Highest estimate of them",
        items: "報告で分かっている事項" / "Report items already known",
        privacy_mark: "プライバシーマーク付与事業者か" / "Holder of the Privacy Mark?",
        otherwise_grave: "ほかの理由で重大な事故である" / "Grave for another reason",
        privacy_mark_part: "プライバシーマークの報告" / "Report to the Privacy Mark body",
        privacy_mark_preliminary: "付与機関への速報の目安" / "Preliminary report to the body by",
        privacy_mark_final: "付与機関への確報の期限" / "Final report to the body",
        report: "下書きの種類" / "Which draft",
        preliminary_report: "速報" / "Preliminary report",
        final_report: "確報" / "Final report",
        supplement: "追完" / "Supplement",
        notice: "本人への通知" / "Notice to the persons",
        texts: "書けること" / "What can be written",
        text: "下書き" / "Draft",
        as_of: "いつの時点で計算するか" / "As of",
        as_of_hint: "空なら、知った日の時点です。" / "The day of knowing unless given.",
        more: "報告の準備" / "Preparing the report",
        classes: "個人情報保護法の区分" / "Classes under the Act",
        my_number_classes: "番号法の区分" / "My Number classes",
        class: "{}号" / "item {}",
        preliminary_from: "速報の目安（早くて）" / "Preliminary report from",
        preliminary_until: "速報の目安（遅くて）" / "Preliminary report by",
        final_due: "確報の期限" / "Final report due",
        notify_persons: "本人への通知が要るか" / "Must the persons be told?",
        missing_items: "まだ分かっていない報告事項" / "Report items still missing",
    }
}

words! {
    /// Numbers.
    NumberWords {
        kind: "番号の種類" / "Kind of number",
        number: "番号" / "Number",
        number_hint: "全角、ハイフン、空白はそのままで構いません。番号は保存も記録もしません。" / "Any width, hyphens and spaces are fine. The number is neither kept nor logged.",
        masked: "検査した番号" / "The number checked",
        valid: "正しい形か" / "Can it be right?",
    }
}

words! {
    /// Dates.
    DateWords {
        date: "日付" / "Date",
        date_hint: "和暦でも西暦でも、年や月までの書き方でも読みます。例：令和元年5月、H31.4.30、20260515" / "Era or Western, down to a month or a year. For example H31.4.30 or 2026-05-15",
        western: "西暦" / "Western",
        era: "和暦" / "Era",
        weekday: "曜日" / "Day of the week",
        from: "初日" / "First day",
        until: "末日" / "Last day",
    }
}

words! {
    /// Provision to third parties.
    ProvisionWords {
        side: "どちら側か" / "Which side",
        provider: "提供する" / "Provider",
        receiver: "受け取る" / "Receiver",
        receiver_from_person: "事業者でない者から受け取る" / "Receiver, from somebody who is no operator",
        content: "提供するもの" / "What is provided",
        personal_data: "個人データ" / "Personal data",
        personally_referable: "個人関連情報" / "Personally referable information",
        basis: "根拠" / "Basis",
        basis_hint: "個人データのときに選びます。" / "For personal data.",
        facts: "当てはまること" / "What applies",
        special_care: "要配慮個人情報を含む" / "Sensitive information is concerned",
        recipient: "相手" / "Recipient",
        domestic: "国内の第三者" / "A third party in Japan",
        public_body: "国の機関等" / "A public body",
        foreign: "外国にある第三者" / "A third party abroad",
        opt_out_part: "オプトアウト" / "Opt-out",
        told: "本人に知らせた事項" / "What has been told",
        filed: "委員会に届け出た" / "Filed with the Commission",
        period_passed: "停止を求めるのに必要な期間を置いた" / "The persons have had time to object",
        objected: "本人が停止を求めた" / "The person has objected",
        changes: "変更すること" / "What is to be changed",
        country: "国" / "Country",
        country_hint: "2文字の国コードです。指定国かどうかが分かります。例：FR" / "Two letters, for example FR; tells whether it is designated",
        system: "体制の種類" / "Kind of system",
        own_branch: "自社の外国の支店など（同じ法人）" / "Our own branch abroad",
        handles_in_japan: "日本で個人情報データベース等を事業に使う外国法人" / "A foreign company with a database in business in Japan",
        known_items: "既に記録してある事項" / "Items already recorded",
        interpretation: "記録が要らないと解される場合か" / "Read as exempt from recording?",
        wrongly_obtained: "不正な手段で取得された" / "Wrongly obtained",
        received_by_opt_out: "オプトアウトで受け取った" / "Itself received by opt-out",
        joint_use_part: "共同利用" / "Joint use",
        agreed: "取り決めた事項" / "What has been agreed",
        foreign_part: "外国にある第三者" / "Third party abroad",
        standing: "相手の体制" / "Standing of the recipient",
        designated_country: "EU・英国など指定された国" / "In a designated country",
        equivalent_system: "相当の措置を続ける体制がある" / "With an equivalent system",
        other: "どちらでもない（同意が要る）" / "Neither (consent is needed)",
        foreign_consent: "外国への提供に同意がある" / "Consent to provision abroad",
        checked_on: "体制を最後に確かめた日" / "Last check of the system",
        referable_part: "個人関連情報" / "Personally referable information",
        taken_as_personal_data: "相手が個人データとして取得する見込み" / "The recipient will take it as personal data",
        consent_confirmed: "相手が同意を得たことを確かめた" / "The consent has been confirmed",
        information_confirmed: "外国の情報の提供を確かめた" / "The information on the country has been confirmed",
        record_part: "記録と保存" / "Record and how long it is kept",
        way: "記録のしかた" / "Way of recording",
        each_time: "都度" / "Each time",
        batch: "一括" / "In a batch",
        document: "契約書などで代える" / "A contract or the like instead",
        event: "作成日または最後の提供の日" / "Day of making, or of the last provision",
        as_of: "いつの時点で計算するか" / "As of",
        allowed: "提供できるか" / "May it be provided?",
        record_required: "記録が要るか" / "Must it be recorded?",
        record_items: "記録する事項" / "Items of the record",
        confirm_items: "確かめる事項" / "What to confirm",
        keep_until: "保存する最後の日" / "Keep until",
    }
}

words! {
    /// Requests of data subjects.
    RequestWords {
        kind: "請求の種類" / "Kind of request",
        received: "請求を受けた日" / "Day of receipt",
        received_hint: "例：令和8年4月1日、R8.4.1" / "For example 2026-04-01 or R8.4.1",
        requester: "請求した人" / "Who asks",
        person: "本人" / "The person",
        legal_representative: "法定代理人" / "Legal representative",
        mandatary: "任意代理人" / "Agent by mandate",
        channel: "受け付け方" / "How it came",
        visit: "窓口" / "At the desk",
        online: "オンライン" / "Online",
        phone: "電話" / "By telephone",
        post: "郵送・ファクス" / "By post or fax",
        fee: "手数料" / "Fee",
        fee_unit: "円" / "yen",
        grounds: "本人が挙げる理由" / "Grounds that the person gives",
        grounds_hint: "利用停止、消去、第三者提供の停止のときに選びます。" / "For requests to stop or erase.",
        way: "求められた開示の方法" / "Way of disclosure asked for",
        electronic: "電磁的記録" / "Electronic record",
        paper: "書面" / "In writing",
        other_way: "そのほか" / "Another way",
        facts: "当てはまること" / "What applies",
        procedure_fixed: "受付方法を定めて知らせている" / "The procedure is fixed and made known",
        identity_beyond_held: "本人確認に、保有していない情報も求める" / "More is asked for than is held",
        way_too_hard: "求められた方法では多額の費用がかかるなど難しい" / "The way asked for is too costly or hard",
        disclosure_way: "開示の方法" / "Way of disclosure",
        stop_grounds: "請求の理由になりうるもの" / "Grounds that it may rest on",
        refusal: "応じない理由" / "Ground of refusal",
        refusal_hint: "応じるときは選びません。" / "None where it is granted.",
        told: "応じないことを通知したか" / "Has the refusal been told?",
        explained: "理由を説明したか" / "Has the ground been explained?",
        answer: "回答" / "Answer",
        without_delay: "遅滞なく" / "without delay",
        alarm_on: "回答の目安（2週間）" / "A useful alarm (two weeks)",
        suit_from: "訴えができる日" / "A suit is possible from",
        fee_allowed: "手数料を取れるか" / "May a fee be charged?",
        refusal_grounds: "応じない理由になりうるもの" / "Grounds that may refuse it",
        agent_papers: "代理人を確かめる書類" / "Papers of an agent",
        identity_papers: "本人を確かめる方法" / "Ways to see that it is the person",
    }
}

words! {
    /// Acquisition and use.
    ConsentWords {
        act: "すること" / "What is to be done",
        acquire_special_care: "要配慮個人情報を取得する" / "Acquire sensitive information",
        use_beyond_purpose: "利用目的を超えて使う" / "Use beyond the purpose",
        use_after_succession: "承継した情報を、承継前の目的を超えて使う" / "Use after succession beyond the former purpose",
        notify_purpose: "個人情報を取得する（利用目的の通知）" / "Acquire personal information (notice of purpose)",
        notify_changed_purpose: "利用目的を変更する" / "Change the purpose",
        facts: "当てはまること" / "What applies",
        consented: "本人の同意がある" / "The person has consented",
        condition_met: "同意を得ることが困難、または事務に支障がある" / "Consent is hard to obtain, or would hinder the affairs",
        direct_writing: "本人から直接、書面やウェブで取得する" / "Taken directly in writing or on a web page",
        purpose_told: "利用目的を明示、通知、または公表した" / "The purpose has been told or published",
        wrongful_means: "偽りその他不正の手段による" / "By wrongful means",
        invites_wrongdoing: "違法または不当な行為を助長するおそれがある" / "It may encourage wrongdoing",
        exceptions: "例外" / "Exceptions",
        exceptions_hint: "選んだ行為に対応するものだけが働きます。" / "Only those that belong to the act count.",
        of_acquisition: "要配慮個人情報の取得の例外" / "Exceptions for acquisition",
        of_use: "目的外利用の例外" / "Exceptions for use",
        of_notice: "通知の例外" / "Exceptions for the notice",
        publisher: "公開した者" / "Who published it",
        age: "本人の年齢" / "Age of the person",
        years: "歳" / "years",
        by_representative: "法定代理人が同意したか" / "Did the representative consent?",
        allowed: "できるか" / "May it be done?",
    }
}

words! {
    /// Checklists of measures.
    MeasureWords {
        kind: "何を点検するか" / "What is checked",
        kind_hint: "選んで計算すると、その一覧で済んだものを選べます。" / "Choose and calculate; then mark what is done.",
        pseudonymized: "仮名加工情報" / "Pseudonymized information",
        anonymized: "匿名加工情報の作成" / "Making anonymized information",
        anonymized_provision: "匿名加工情報の提供" / "Providing anonymized information",
        anonymized_received: "匿名加工情報の受領" / "Receiving anonymized information",
        safety: "安全管理措置" / "Safety measures",
        done: "済んだもの" / "What is done",
        employees: "従業者の数" / "Employees",
        persons: "扱う本人の数（過去6か月の最大）" / "Persons (most in six months)",
        person_unit: "人" / "persons",
        facts: "当てはまること" / "What applies",
        entrusted: "委託を受けて扱う" / "Handles data for others",
        abroad: "外国で扱う" / "Handles data abroad",
        complete: "そろっているか" / "Is it complete?",
        small: "中小規模事業者か" / "A small operator?",
        open: "足りないもの" / "What is open",
    }
}

words! {
    /// Keep periods.
    RetentionWords {
        kind: "記録の種類" / "Kind of record",
        event: "起算の日" / "Day it counts from",
        event_hint: "作成日、最後の提供の日、申告書を受けた年の日などです。" / "The day of making, of the last provision, or of filing.",
        own: "規程で定める期間" / "Period of your own rules",
        years: "年" / "years",
        required: "法令の期間" / "Period of the law",
        statutory_until: "法定の最後の日" / "Last day by law",
        keep_until: "保存する最後の日" / "Keep until",
        list: "一覧" / "Which list",
    }
}
