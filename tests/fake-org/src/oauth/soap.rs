//! The SOAP call `login` of the partner API, by which older clients log in with a password.

use roxmltree::{Document, Node};

use super::{LoginRequest, instance_url, text};
use crate::api::ApiResponse;
use crate::org::{ORG_ID, Org};

const XML: &str = "text/xml; charset=utf-8";

pub(super) fn login(org: &Org, request: &LoginRequest<'_>) -> ApiResponse {
    org.calls.token();
    let body = String::from_utf8_lossy(request.body);
    let Ok(document) = Document::parse(&body) else {
        return fault("UNKNOWN_EXCEPTION", "the request is no well-formed XML");
    };
    let named = |node: &Node<'_, '_>, name: &str| node.tag_name().name() == name;
    let Some(login) = document.descendants().find(|node| named(node, "login")) else {
        return fault("INVALID_OPERATION", "only login is served");
    };
    let part = |name| {
        let node = login.children().find(|node| named(node, name));
        node.and_then(|node| node.text()).unwrap_or_default()
    };
    if !org.credentials.accepts(part("username"), part("password")) {
        let message = "Invalid username, password, security token; or user locked out.";
        return fault("INVALID_LOGIN", message);
    }
    let version = request.path.trim_start_matches("/services/Soap/u/");
    let version = version.split('/').next().unwrap_or_default();
    let server = format!(
        "{}/services/Soap/u/{version}/{}",
        instance_url(org),
        &ORG_ID[..15]
    );
    let user = org.user.map_or_else(String::new, |id| id.to_string());
    let session = org.sessions.issue("api web");
    let (server, username) = (escape(&server), escape(&org.credentials.username));
    let answer = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         xmlns=\"urn:partner.soap.sforce.com\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body><loginResponse>\
         <result><metadataServerUrl>{server}</metadataServerUrl>\
         <passwordExpired>false</passwordExpired><sandbox>false</sandbox>\
         <serverUrl>{server}</serverUrl><sessionId>{session}</sessionId>\
         <userId>{user}</userId><userInfo>\
         <accessibilityMode>false</accessibilityMode><currencySymbol>$</currencySymbol>\
         <organizationId>{ORG_ID}</organizationId>\
         <organizationMultiCurrency>false</organizationMultiCurrency>\
         <organizationName>Northgate</organizationName><sessionSecondsValid>7200</sessionSecondsValid>\
         <userDefaultCurrencyIsoCode xsi:nil=\"true\"/><userEmail>{username}</userEmail>\
         <userFullName>Ada Integration</userFullName><userId>{user}</userId>\
         <userLanguage>en_US</userLanguage><userLocale>en_US</userLocale>\
         <userName>{username}</userName><userTimeZone>Europe/Berlin</userTimeZone>\
         <userType>Standard</userType></userInfo></result>\
         </loginResponse></soapenv:Body></soapenv:Envelope>"
    );
    text(200, XML, answer)
}

fn fault(code: &str, message: &str) -> ApiResponse {
    let answer = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         xmlns:sf=\"urn:fault.partner.soap.sforce.com\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body><soapenv:Fault>\
         <faultcode>sf:{code}</faultcode><faultstring>{code}: {message}</faultstring><detail>\
         <sf:LoginFault xsi:type=\"sf:LoginFault\"><sf:exceptionCode>{code}</sf:exceptionCode>\
         <sf:exceptionMessage>{message}</sf:exceptionMessage></sf:LoginFault></detail>\
         </soapenv:Fault></soapenv:Body></soapenv:Envelope>"
    );
    text(500, XML, answer)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
