import pytest
from django.test import Client
from tests.gather.public.conftest import planned, venue
from tests.browser.checks import strict_html
@pytest.mark.django_db
def test_smoke(client, london):
    s=planned(where=venue(), title="Cook together", welcomes=("first_time",), languages=("ur","en"))
    for a in ("/gather/", "/gather/near?at=51.500,-0.120&within=2&of=SE1&need=step_free", f"/gather/sessions/{s.public_id}/"):
        r=client.get(a); assert r.status_code==200; strict_html(r)
    assert "Cook together" in client.get("/gather/").content.decode()
    r=client.post("/gather/find", {"near":"cook near SE1 7PB","within":"2"}); print(r.url)
    assert "Cook together" in client.get(r.url).content.decode()
    r=client.post(f"/gather/sessions/{s.public_id}/book", {"name":"Ada","contact":"ada@demonstration.example","people":"1","once":"k"})
    print(r.status_code, getattr(r,"url",""))
    assert r.status_code==302, r.content.decode()
    r=client.get(r.url); strict_html(r)
