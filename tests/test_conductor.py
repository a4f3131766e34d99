def test_smoke(ask):
    assert ask("Does zelunor work?").outcome == "answered"
