#: POST /api/jobs -> JOB=id
curl -sS "$API/api/jobs" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -H "Idempotency-Key: convert-$FILE" \
  -d '{"file_id": "'"$FILE"'", "voice": "espeak:en-gb", "title": "Another title"}'

#: GET /api/jobs/{job_id}
curl -sS "$API/api/jobs/$JOB" -H "Authorization: Bearer $TOKEN"

#: POST /api/jobs/{job_id}/cancel
curl -sS -X POST "$API/api/jobs/$JOB/cancel" -H "Authorization: Bearer $TOKEN"

#: GET /api/jobs/{job_id}/chapters/{number}/audio
curl -sS "$API/api/jobs/$JOB/chapters/1/audio" -H "Authorization: Bearer $TOKEN"
