#: GET /api/audiobooks
curl -sS "$API/api/audiobooks" -H "Authorization: Bearer $TOKEN"

#: GET /api/audiobooks/{audiobook_id}
curl -sS "$API/api/audiobooks/$JOB" -H "Authorization: Bearer $TOKEN"

#: DELETE /api/audiobooks/{audiobook_id}
curl -sS -X DELETE "$API/api/audiobooks/$JOB" -H "Authorization: Bearer $TOKEN"

#: GET /api/audiobooks/{audiobook_id}/download
curl -sS "$API/api/audiobooks/$JOB/download?format=m4b" -H "Authorization: Bearer $TOKEN"

#: PUT /api/audiobooks/{audiobook_id}/pin
curl -sS -X PUT "$API/api/audiobooks/$JOB/pin" -H "Authorization: Bearer $TOKEN"

#: DELETE /api/audiobooks/{audiobook_id}/pin
curl -sS -X DELETE "$API/api/audiobooks/$JOB/pin" -H "Authorization: Bearer $TOKEN"

#: POST /api/pdf/export
curl -sS "$API/api/pdf/export" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{"audiobook_id": "'"$JOB"'", "paper": "a4"}'
