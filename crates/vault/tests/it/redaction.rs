//! Nothing secret is printed, copied or left in memory.

use std::cell::Cell;
use std::rc::Rc;

use vault::{
    DataKey, Holder, IndexKey, KeySlot, MasterKey, Opened, OperatorKey, RecoveryKey, Ring, Secret,
};
use zeroize::Zeroize;

use crate::sample::{Counter, OPERATOR, PLACE, RECORD, data_key};

const PLAIN: &str = "kakusu-beki-namae";

#[test]
fn nothing_secret_is_printed() {
    let mut random = Counter(1);
    let key = data_key(1);
    let sealed = key.seal(&PLACE, PLAIN.as_bytes(), &mut random).unwrap();
    let opened = key.open(&PLACE, sealed.as_bytes()).unwrap();
    assert_eq!(
        format!("{opened} {opened:?} {:?}", Some(&opened)),
        "[sealed] [sealed] Some([sealed])"
    );
    assert_eq!(format!("{}", Secret::new(PLAIN.to_owned())), "[sealed]");
    assert_eq!(format!("{sealed:?}"), "Sealed(58 bytes)");
    assert_eq!(format!("{key:?}"), "DataKey([sealed])");
    assert_eq!(format!("{:?}", IndexKey::generate(&mut random)), "IndexKey([sealed])");
    assert_eq!(format!("{:?}", RecoveryKey::generate()), "RecoveryKey([sealed])");
    assert_eq!(format!("{:?}", MasterKey::from_text(b"x")), "Err(Length { found: 1 })");

    let ring = Ring::new(OperatorKey::generate(&mut random));
    let id = ring.newest_id();
    let ring_text = format!("Ring {{ newest: ({id}, OperatorKey([sealed])), older: [] }}");
    assert_eq!(format!("{ring:?}"), ring_text);
    let holder = Holder::of_record(OPERATOR, RECORD);
    let (slot, _) = KeySlot::Vacant.fill(&ring, holder, &mut random).unwrap();
    assert_eq!(format!("{slot:?}"), format!("Kept(WrappedKey(by {id}))"));
}

#[test]
fn an_error_never_holds_what_was_to_be_opened() {
    let master = MasterKey::generate(&mut Counter(1));
    let mut text = master.to_text().expose().clone().into_bytes();
    text[20] = b'*';
    let error = MasterKey::from_text(&text).unwrap_err();
    let told = format!("{error} {error:?}");
    for piece in master.to_text().expose().trim().as_bytes().chunks(4) {
        assert!(!told.contains(std::str::from_utf8(piece).unwrap()), "{told}");
    }
}

/// Says when it was wiped.
struct Witness(Rc<Cell<bool>>);

impl Zeroize for Witness {
    fn zeroize(&mut self) {
        self.0.set(true);
    }
}

#[test]
fn a_secret_is_wiped_when_it_goes() {
    let is_wiped = Rc::new(Cell::new(false));
    let secret = Secret::new(Witness(Rc::clone(&is_wiped)));
    assert!(!is_wiped.get());
    drop(secret);
    assert!(is_wiped.get());
}

#[test]
fn secrets_are_compared_whole() {
    let secret = |text: &str| Opened::new(text.as_bytes().to_vec());
    assert!(secret("same") == secret("same"));
    assert!(secret("same") != secret("samf"));
    assert!(secret("same") != secret("sam"));
    assert!(data_key(1) == data_key(1));
    assert!(data_key(1) != data_key(2));
}

/// Does not compile for a type that can be cloned: it could not choose between the two.
trait NotClone<Which> {
    fn check() {}
}
impl<T> NotClone<u8> for T {}
impl<T: Clone> NotClone<u16> for T {}

#[test]
fn secrets_cannot_be_cloned() {
    <Opened as NotClone<_>>::check();
    <Secret<String> as NotClone<_>>::check();
    <MasterKey as NotClone<_>>::check();
    <OperatorKey as NotClone<_>>::check();
    <IndexKey as NotClone<_>>::check();
    <DataKey as NotClone<_>>::check();
    <RecoveryKey as NotClone<_>>::check();
}
