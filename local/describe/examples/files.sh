#: POST /api/files -> FILE=id JOB=job.id
SHA256=$(openssl dgst -sha256 -binary "$BOOK" | base64)
curl -sS "$API/api/files" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{"filename": "book.epub", "size": '"$(wc -c < "$BOOK")"', "sha256": "'"$SHA256"'",
       "convert": {"formats": ["m4b", "transcript"]}}'

#: GET /api/files
curl -sS "$API/api/files?kind=book&limit=20" -H "Authorization: Bearer $TOKEN"

#: GET /api/files/{file_id}
curl -sS "$API/api/files/$FILE" -H "Authorization: Bearer $TOKEN"

#: DELETE /api/files/{file_id}
curl -sS -X DELETE "$API/api/files/$FILE" -H "Authorization: Bearer $TOKEN"

#: GET /api/files/{file_id}/download
curl -sS "$API/api/files/$FILE/download" -H "Authorization: Bearer $TOKEN"

#: POST /api/files/upload -> FILE=id JOB=job.id
curl -sS "$API/api/files/upload" -H "Authorization: Bearer $TOKEN" -F "file=@$BOOK" -F convert=true -F voice=espeak:en-gb

#: GET /api/files/{file_id}/parts
curl -sS "$API/api/files/$FILE/parts" -H "Authorization: Bearer $TOKEN"

#: POST /api/files/{file_id}/confirm
curl -sS -X POST "$API/api/files/$FILE/confirm" -H "Authorization: Bearer $TOKEN"

#: GET /api/files/{file_id}/plan
curl -sS "$API/api/files/$FILE/plan" -H "Authorization: Bearer $TOKEN"

#: POST /api/files/{file_id}/sample
curl -sS "$API/api/files/$FILE/sample" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{"voice": "espeak:en-gb", "rate": 10}'
