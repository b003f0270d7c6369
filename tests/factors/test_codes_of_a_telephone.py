"""The codes of a telephone, and what is read from what people type."""

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from partnership import NOW
from telephones import SECRET, STEP, code

from pb.factors import totp
from pb.factors.rules import RECOVERY_CODES, How, new_recovery_codes, read_code, spaced
from pb.seal import crockford

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("seconds", "shown"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_the_codes_are_those_of_the_standard(seconds, shown):
    # RFC 6238, appendix B, the last six of its eight digits
    now = datetime.fromtimestamp(seconds, tz=NOW.tzinfo)
    assert totp.step_of(RFC_SECRET, shown, now) == seconds // 30


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_telephone_may_be_one_step_fast_or_slow(steps):
    assert totp.step_of(SECRET, code(NOW + steps * STEP), NOW) == int(NOW.timestamp()) // 30 + steps


@pytest.mark.parametrize("steps", [-3, -2, 2, 3])
def test_a_telephone_that_is_further_off_is_not_believed(steps):
    assert totp.step_of(SECRET, code(NOW + steps * STEP), NOW) is None


def test_every_secret_is_another_one_and_the_square_says_whose_it_is():
    assert len({totp.new_secret() for _ in range(50)}) == 50
    address = urlsplit(totp.address(SECRET, "ada@partners.example"))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert "ada%40partners.example" in address.path
    assert parse_qs(address.query)["secret"] == [SECRET]
    assert parse_qs(address.query)["issuer"] == ["Choose Together"]


@pytest.mark.parametrize("typed", ["123456", " 123 456 ", "123-456"])
def test_six_digits_are_a_code_of_the_telephone(typed):
    assert read_code(typed) == (How.APP, "123456")


@pytest.mark.parametrize("typed", ["7K2QM-9TX4V", "7k2qm 9tx4v", "7k2qm9tx4v"])
def test_anything_else_is_read_as_a_recovery_code(typed):
    assert read_code(typed) == (How.RECOVERY, "7K2QM9TX4V")


@pytest.mark.parametrize("typed", ["١٢٣٤٥٦", "12345", "1234567", ""])
def test_what_only_looks_like_six_digits_is_no_code_of_the_telephone(typed):
    assert read_code(typed)[0] is How.RECOVERY


def test_recovery_codes_are_ten_different_ones_that_nobody_misreads():
    codes = new_recovery_codes()
    assert len(set(codes)) == RECOVERY_CODES == 10
    assert all(set(crockford.normalise(one)) <= set(crockford.ALPHABET) and len(one) == 11 for one in codes)


def test_a_secret_to_be_typed_stands_in_groups_of_four():
    assert spaced("ABCDEFGHIJ") == "ABCD EFGH IJ"


def test_a_demonstration_tells_the_next_code_that_is_taken_and_none_where_it_must_be_waited_for():
    step = int(NOW.timestamp()) // 30
    assert totp.next_code(SECRET, 0, NOW) == code(NOW)
    assert totp.next_code(SECRET, step, NOW) == code(NOW + STEP)
    assert totp.next_code(SECRET, step + 1, NOW) == ""
    assert totp.next_code(SECRET, step + 1, NOW + timedelta(seconds=30)) == code(NOW + 2 * STEP)
