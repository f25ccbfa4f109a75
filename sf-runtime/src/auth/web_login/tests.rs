use super::*;

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

fn authorization() -> Authorization {
    WebLogin::new(
        LoginHost::Sandbox,
        "3MVG9&x",
        "http://localhost:1717/callback?a=b",
    )
    .expect("a login")
    .login_hint("ada+test@acme.example")
    .prompt("login")
    .scopes(["api", "openid"])
    .resume("STATE", VERIFIER)
    .expect("a login")
}

#[test]
fn the_url_asks_for_a_code_and_shows_no_verifier() {
    let authorization = authorization();
    assert_eq!(
        authorization.url().as_str(),
        "https://test.salesforce.com/services/oauth2/authorize?response_type=code\
         &client_id=3MVG9%26x&redirect_uri=http%3A%2F%2Flocalhost%3A1717%2Fcallback%3Fa%3Db\
         &state=STATE&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM\
         &code_challenge_method=S256&scope=api+openid&prompt=login\
         &login_hint=ada%2Btest%40acme.example"
    );
    assert!(!format!("{authorization:?}").contains("STATE"));
}

#[test]
fn each_login_has_its_own_state() {
    let web = WebLogin::new(
        LoginHost::Production,
        "3MVG9",
        "https://app.acme.example/cb",
    )
    .expect("a login");
    let (one, two) = (web.start().expect("one"), web.start().expect("two"));
    assert_ne!(one.state(), two.state());
    assert_ne!(
        one.code_verifier().expose_secret(),
        two.code_verifier().expose_secret()
    );
    assert_ne!(one.state(), one.code_verifier().expose_secret());
}

#[test]
fn a_code_is_taken_with_the_right_state_only() {
    let authorization = authorization();
    for answer in [
        "http://localhost:1717/callback?code=aPrx%3D%3D&state=STATE",
        "/callback?state=STATE&code=aPrx%3D%3D#x",
        "code=aPrx%3D%3D&state=STATE",
    ] {
        let code = authorization.code(answer).expect(answer);
        assert_eq!(code.expose_secret(), "aPrx==", "{answer}");
    }
    for answer in [
        "",
        "/callback",
        "/callback?code=aPrx",
        "/callback?code=aPrx&state=",
        "/callback?code=aPrx&state=STAT",
        "/callback?code=aPrx&state=state",
        "/callback?code=aPrx&state=STATE&state=STATE",
        "/callback?code=aPrx&code=other&state=STATE",
        "/callback?code=&state=STATE",
        "/callback?error=access_denied&state=other",
    ] {
        let error = authorization.code(answer).expect_err(answer);
        assert_eq!(error.kind(), AuthErrorKind::Answer, "{answer}");
        let text = format!("{error} {error:?}");
        assert!(!text.contains("STATE") && !text.contains("aPrx"), "{text}");
    }
}

#[test]
fn a_user_may_say_no() {
    let error = authorization()
        .answered("/cb?error=access_denied&error_description=end-user+denied&state=STATE")
        .expect_err("refused");
    assert_eq!(error.kind(), AuthErrorKind::Refused);
    assert!(error.to_string().contains("end-user denied"), "{error}");
}

#[test]
fn codes_go_where_nobody_listens_in() {
    for good in [
        "https://a.example/cb",
        "http://127.0.0.1:1/cb",
        "com.acme.app:/cb",
    ] {
        assert!(
            WebLogin::new(LoginHost::Production, "id", good).is_ok(),
            "{good}"
        );
    }
    for bad in [
        "",
        "/cb",
        "http://a.example/cb",
        "javascript:alert(1)",
        "https://a/#x",
    ] {
        assert!(
            WebLogin::new(LoginHost::Production, "id", bad).is_err(),
            "{bad}"
        );
    }
    assert!(WebLogin::new(LoginHost::Production, " ", "https://a.example/cb").is_err());
}
