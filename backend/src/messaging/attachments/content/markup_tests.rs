use super::{is_web_page, is_xml_data};

/// Namespaces of XHTML and SVG.
const XHTML: &str = "http://www.w3.org/1999/xhtml";
const SVG: &str = "http://www.w3.org/2000/svg";

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    format!("\u{feff}{}", text.trim_start_matches('\u{feff}')).encode_utf16().flat_map(bytes).collect()
}

#[test]
fn xml_is_accepted_with_any_root_comment_and_namespace() {
    for xml in [
        "<!-- Facture -->\n<Invoice/>\n",
        "<?xml version=\"1.0\"?>\n<IE801 xmlns=\"urn:exemple\"><Header/><Body/></IE801>\n",
        "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n\r\n<!-- 1 --><!-- 2 --><?tri x?><a/>",
        "\n  <a/>",
        "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body/></soap:Envelope>",
        "<Body/>",
        "<head/>",
        "<HtmlReport/>",
        "<svgExport/>",
        "<Script><script>x</script></Script>",
        "<body xmlns=\"urn:exemple\"><iframe/></body>",
        "<html xmlns=\"urn:exemple\"/>",
        "<d:html xmlns:d=\"urn:exemple\"/>",
        "<!DOCTYPE message SYSTEM \"message.dtd\"><message/>",
        "<!DOCTYPE htmlx><htmlx/>",
        "<!DOCTYPE note [<!ELEMENT note (#PCDATA)>]><note/>",
        "<?xml-stylesheet type=\"text/xsl\" href=\"facture.xsl\"?><Invoice/>",
        // Namespaces that are declared and not used, as many programs do.
        &format!("<a xmlns:h=\"{XHTML}\" xmlns:s=\"{SVG}\"><b/></a>"),
        "<a>Texte &amp; suite & fin <![CDATA[<script>]]></a>",
        // Rejected messages are sent as they are.
        "<IE815><Header></IE815>",
        "<IE815><Header>tronqué",
        "<a><b c=1/></a>",
    ] {
        assert!(is_xml_data(xml.as_bytes()), "{xml}");
        assert!(is_xml_data(&utf16(xml, u16::to_le_bytes)), "{xml}");
        assert!(is_xml_data(&utf16(xml, u16::to_be_bytes)), "{xml}");
    }
    assert!(is_xml_data(b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a n=\"d\xe9j\xe0\">\xe9</a>"));
}

#[test]
fn xml_that_a_browser_would_run_is_refused() {
    for xml in [
        "",
        "facture",
        "un texte <a/>",
        "<",
        "<!-- seulement un commentaire -->",
        "<!DOCTYPE html><html><body/></html>",
        "<!doctype HTML><a/>",
        "<html><script>alert(1)</script></html>",
        "<HTML></HTML>",
        "<svg onload=\"alert(1)\"/>",
        &format!("<svg xmlns=\"{SVG}\"><script/></svg>"),
        &format!("<!-- Facture --><svg xmlns='{SVG}'/>"),
        &format!("<a><s:svg xmlns:s=\"{SVG}\" onload=\"alert(1)\"/></a>"),
        &format!("<Invoice xmlns:h=\"{XHTML}\"><Note><h:script>alert(1)</h:script></Note></Invoice>"),
        &format!("<Invoice><script xmlns=\"{XHTML}\">alert(1)</script></Invoice>"),
        "<a xmlns:h=\"http&#58;//www.w3.org/1999/xhtml\"><h:script/></a>",
        &format!("<!DOCTYPE a [<!ENTITY e \"<script xmlns='{XHTML}'/>\">]><a>&e;</a>"),
        &format!("<!DOCTYPE a [<!ATTLIST a xmlns CDATA #FIXED \"{XHTML}\">]><a/>"),
        "<!DOCTYPE a [<!ENTITY x \"xxxx\"><!ENTITY y \"&x;&x;&x;\">]><a>&y;</a>",
        "<?xml-stylesheet type=\"text/xsl\" href=\"#style\"?><a/>",
        "<?xml-stylesheet type=\"text/xsl\" href=\"DATA:text/xml,x\"?><a/>",
        // What follows an error is not parsed.
        &format!("<a><!x y><h:script xmlns:h=\"{XHTML}\"/></a>"),
    ] {
        assert!(!is_xml_data(xml.as_bytes()), "{xml}");
        assert!(!is_xml_data(&utf16(xml, u16::to_le_bytes)), "{xml}");
    }
}

#[test]
fn texts_are_not_web_pages() {
    for text in [
        "BMW;12\nAudi;3\n",
        "a < b\n<html><body></body></html>",
        "<html> est la première balise d’une page.",
        "<!DOCTYPE html> est la première ligne d’une page.",
        "<b>gras</b>",
        "<IE801 xmlns=\"urn:exemple\"><Header/><Body/></IE801>",
        "<Invoice/>",
        "",
    ] {
        assert!(!is_web_page(text.as_bytes(), true), "{text}");
        assert!(!is_web_page(&utf16(text, u16::to_le_bytes), true), "{text}");
    }
}

#[test]
fn web_pages_in_texts_are_recognised() {
    for page in [
        "<!DOCTYPE html><html><script>alert(1)</script></html>",
        "<!-- page -->\n<html>\n<body onload=alert(1)>",
        "  <HTML></HTML>",
        "<script>alert(1)</script>",
        "<div><script>alert(1)</script></div>",
        "<svg onload=alert(1)></svg>",
        &format!("<?xml version=\"1.0\"?><svg xmlns=\"{SVG}\"><script/></svg>"),
    ] {
        assert!(is_web_page(page.as_bytes(), true), "{page}");
        assert!(is_web_page(&utf16(page, u16::to_be_bytes), true), "{page}");
    }
    let long = format!("<html>{}", " texte".repeat(2000));
    assert!(is_web_page(&long.as_bytes()[..8192], false));
}
