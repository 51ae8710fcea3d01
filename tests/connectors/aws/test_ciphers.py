from clausecheck.connectors.aws.ciphers import CIPHERS, KEY_SPECS, algorithm_of
from clausecheck.connectors.aws.stores.store import store


def test_every_cipher_has_a_page_of_aws_that_says_so():
    for cipher in (*CIPHERS.values(), *KEY_SPECS.values()):
        assert cipher.source.startswith(("https://docs.aws.amazon.com/", "https://aws.amazon.com/"))


def test_a_kind_without_documentation_has_no_cipher():
    assert algorithm_of("cupboard", "us-east-1") is None
    told = store("cupboard", "one", "us-east-1", encrypted=True, key="k")
    assert (told.encrypted, told.algorithm) == (True, None)
    assert "no AWS documentation" in told.untold


def test_nothing_is_claimed_for_the_china_regions():
    assert algorithm_of("volume", "us-east-1") == "AES-256"
    assert algorithm_of("volume", "cn-north-1") is None


def test_a_flag_that_is_missing_is_not_told():
    told = store("volume", "vol-1", "us-east-1", encrypted=None)
    assert told.encrypted is None
    assert told.untold


def test_an_algorithm_is_the_same_however_it_is_spelled():
    told = store("volume", "vol-1", "us-east-1", encrypted=True, key="k")
    assert all(told.uses(word) for word in ("AES-256", "aes256", "AES_256"))
    assert not told.uses("AES-128")
    assert not store("volume", "vol-2", "us-east-1", encrypted=False).uses("AES-256")
