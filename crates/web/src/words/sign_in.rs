//! What signing in, the lock and the second proofs say.

use regulation::Language;

words! {
    /// The sign-in page.
    SignInWords {
        title: "サインイン" / "Sign in",
        login: "ログイン名" / "Login",
        password: "パスワード" / "Password",
        submit: "サインイン" / "Sign in",
        wrong: "ログイン名かパスワードが違います" / "Wrong login or password",
        signed_out: "サインアウトしました。" / "You have signed out.",
        not_set_up: "このサーバーはまだ準備されていません。起動した画面に出ているアドレスを開いてください。" / "This server is not set up yet. Open the address printed where it was started.",
        passkey: "パスキーでサインイン" / "Sign in with a passkey",
        passkey_wrong: "このパスキーではサインインできません" / "This passkey does not sign in here",
        passkey_failed: "パスキーを使えませんでした。もう一度押すか、パスワードでサインインしてください" / "The passkey could not be used. Press again, or sign in with the password",
        or: "または" / "or",
        code_title: "確認コード" / "Confirmation code",
        code_lead: "認証アプリに表示されている6桁のコードを入力してください。手元にないときは、回復コードを使えます。" / "Type the six digits that your authenticator shows. Without it, use a recovery code.",
        code: "コード" / "Code",
        code_submit: "確認する" / "Confirm",
        code_back: "サインインに戻る" / "Back to sign-in",
    }
}

words! {
    /// The lock of a screen that was left alone.
    LockWords {
        title: "画面をロックしました" / "The screen is locked",
        text: "{}分間操作がなかったためです。入力中の内容は残っています。" / "Nobody used it for {} minutes. What you typed is still there.",
        again: "続けるには、パスワードを入力してください。" / "Type your password to go on.",
        password: "パスワード" / "Password",
        unlock: "ロックを解除" / "Unlock",
        other: "別の人としてサインインする" / "Sign in as somebody else",
        wrong: "パスワードが違います" / "This is not your password",
        wait: "しばらく待ってからやり直してください" / "Please wait a while and try again",
        clause: "根拠" / "Required by",
    }
}

words! {
    /// Second proofs and sessions on one's own settings.
    ProofWords {
        title: "サインインの強化" / "Stronger sign-in",
        text: "パスワードに加えて、端末のパスキーか認証アプリで本人を確かめます。どちらかを登録すると、パスワードだけではサインインできなくなります。" / "Besides the password, a passkey on your device or an authenticator shows who you are. Once you have one, the password alone no longer signs in.",
        none: "まだ登録されていません" / "Nothing yet",
        list: "登録済みの証明" / "What you have",
        kind: "種類" / "Kind",
        name: "名前" / "Name",
        made_at: "登録日時" / "Added",
        used_at: "最後に使った日時" / "Last used",
        never: "未使用" / "never",
        passkey: "パスキー" / "Passkey",
        totp: "認証アプリ" / "Authenticator",
        remove: "外す" / "Take back",
        remove_title: "この証明を外しますか" / "Take this back?",
        remove_text: "外すと、この端末や認証アプリではサインインできなくなります。最後の一つを外すと、回復コードも使えなくなります。" / "It will no longer sign in. With the last one your recovery codes go too.",
        proof_name: "機器の名前" / "Name of the device",
        proof_name_support: "例：仕事用のノートパソコン" / "E.g. work laptop",
        add_passkey: "この端末のパスキーを登録" / "Add a passkey of this device",
        no_passkeys: "パスキーは、暗号化された接続（https）か localhost でお使いのときに登録できます。" / "Passkeys need an encrypted connection (https) or localhost.",
        add_totp: "認証アプリを登録" / "Add an authenticator",
        fresh_title: "本人の確認" / "Show that it is you",
        fresh_text: "ここから先の設定を変えるには、いまのパスワードを入力してください。10分間有効です。" / "To change what follows, type your present password. It counts for ten minutes.",
        fresh_password: "いまのパスワード" / "Present password",
        fresh_submit: "確認する" / "Confirm",
        fresh_needed: "先に、いまのパスワードで本人を確認してください" / "First confirm with your present password that it is you",
        scan_title: "認証アプリを登録" / "Add an authenticator",
        scan_lead: "認証アプリでこの図を読み取るか、文字を入力し、表示された6桁のコードを書いてください。" / "Scan this with your authenticator or type the letters; then write the six digits it shows.",
        scan_alt: "認証アプリで読み取る図" / "Code to scan with an authenticator",
        secret: "文字で入力する場合" / "To type it instead",
        code: "認証アプリに表示されたコード" / "Code that the authenticator shows",
        scan_submit: "登録する" / "Add",
        codes_left: "回復コードは、残り{}個です。" / "{} recovery codes are left.",
        codes_new: "回復コードを作り直す" / "Make new recovery codes",
        codes_new_text: "今までのコードは使えなくなります。" / "Those you have stop counting.",
        codes_title: "回復コード" / "Recovery codes",
        codes_lead: "端末をなくしたときに、一つずつ一回だけ使えます。表示されるのは今だけです。印刷するか、書き写して、安全な場所に保管してください。" / "Each signs you in once if you lose your device. They are shown only now: print them or copy them, and keep them safe.",
        sessions: "サインイン中の端末" / "Where you are signed in",
        device: "端末" / "Device",
        unknown_device: "不明な端末" / "Unknown device",
        address: "接続元" / "From",
        how: "方法" / "How",
        by_password: "パスワード" / "Password",
        by_code: "パスワードとコード" / "Password and code",
        by_passkey: "パスキー" / "Passkey",
        began_at: "サインインした日時" / "Signed in",
        seen_at: "最後に使った日時" / "Last used",
        this: "この端末" / "this one",
        end: "終わらせる" / "End",
    }
}
