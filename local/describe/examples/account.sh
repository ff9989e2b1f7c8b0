#: GET /api/user/profile -> USER=id
curl -sS "$API/api/user/profile" -H "Authorization: Bearer $TOKEN"

#: PATCH /api/user/profile
curl -sS -X PATCH "$API/api/user/profile" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{"name": "Ada"}'

#: GET /api/user/usage
curl -sS "$API/api/user/usage" -H "Authorization: Bearer $TOKEN"

#: GET /api/user/pronunciations
curl -sS "$API/api/user/pronunciations" -H "Authorization: Bearer $TOKEN"

#: PUT /api/user/pronunciations
curl -sS -X PUT "$API/api/user/pronunciations" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{"pronunciations": [{"word": "Cholmondeley", "spoken": "Chumley"}]}'

#: POST /api/user/export
curl -sS -X POST "$API/api/user/export" -H "Authorization: Bearer $TOKEN"

#: DELETE /api/user
curl -sS -X DELETE "$API/api/user" -H "Authorization: Bearer $TOKEN"
