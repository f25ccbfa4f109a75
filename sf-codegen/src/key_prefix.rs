//! The key prefixes of standard objects, which are the same in every org.
//!
//! They tell the ids of a polymorphic lookup apart where its targets are not in the snapshot.
//! Ordered by API name. Source: Salesforce help, "Standard Field Record ID Prefix Decoder".

const STANDARD: &[(&str, &str)] = &[
    ("Account", "001"),
    ("Asset", "02i"),
    ("Attachment", "00P"),
    ("Campaign", "701"),
    ("CampaignMember", "00v"),
    ("Case", "500"),
    ("Contact", "003"),
    ("ContentDocument", "069"),
    ("ContentVersion", "068"),
    ("Contract", "800"),
    ("Document", "015"),
    ("EmailMessage", "02s"),
    ("Event", "00U"),
    ("Folder", "00l"),
    ("Group", "00G"),
    ("Lead", "00Q"),
    ("Note", "002"),
    ("Opportunity", "006"),
    ("OpportunityLineItem", "00k"),
    ("Order", "801"),
    ("OrderItem", "802"),
    ("Organization", "00D"),
    ("Pricebook2", "01s"),
    ("PricebookEntry", "01u"),
    ("Product2", "01t"),
    ("Profile", "00e"),
    ("Quote", "0Q0"),
    ("QuoteLineItem", "0QL"),
    ("RecordType", "012"),
    ("Report", "00O"),
    ("Solution", "501"),
    ("Task", "00T"),
    ("User", "005"),
    ("UserRole", "00E"),
];

/// The key prefix of a standard object.
pub(crate) fn standard(api: &str) -> Option<&'static str> {
    STANDARD
        .binary_search_by(|(name, _)| (*name).cmp(api))
        .ok()
        .and_then(|place| STANDARD.get(place))
        .map(|(_, prefix)| *prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_object_is_found() {
        for (name, prefix) in STANDARD {
            assert_eq!(standard(name), Some(*prefix), "{name} is out of order");
            assert_eq!(prefix.len(), 3);
        }
        assert_eq!(standard("Invoice__c"), None);
    }
}
