#: GET /api/voices
curl -sS "$API/api/voices?language=en-GB" -H "Authorization: Bearer $TOKEN"

#: GET /api/voices/{voice_id}/preview
curl -sS "$API/api/voices/espeak:en-gb/preview?rate=10" -H "Authorization: Bearer $TOKEN"
