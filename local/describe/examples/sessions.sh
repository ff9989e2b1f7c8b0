#: POST /api/auth/refresh -> TOKEN=access_token REFRESH_TOKEN=refresh_token
curl -sS "$API/api/auth/refresh" -H 'Content-Type: application/json' -d '{"refresh_token": "'"$REFRESH_TOKEN"'"}'

#: GET /api/auth/sessions -> SESSION=sessions.0.id
curl -sS "$API/api/auth/sessions" -H "Authorization: Bearer $TOKEN"

#: DELETE /api/auth/sessions/{session_id}
curl -sS -X DELETE "$API/api/auth/sessions/$SESSION" -H "Authorization: Bearer $TOKEN"

#: DELETE /api/auth/sessions
curl -sS -X DELETE "$API/api/auth/sessions" -H "Authorization: Bearer $TOKEN"

#: POST /api/auth/logout
curl -sS -X POST "$API/api/auth/logout" -H "Authorization: Bearer $TOKEN"

#: POST /api/auth/reauthenticate/code
curl -sS -X POST "$API/api/auth/reauthenticate/code" -H "Authorization: Bearer $TOKEN"

#: POST /api/auth/reauthenticate
curl -sS "$API/api/auth/reauthenticate" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{"code": "'"$CODE"'"}'

#: PUT /api/auth/password -> TOKEN=access_token REFRESH_TOKEN=refresh_token
curl -sS -X PUT "$API/api/auth/password" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{"password": "'"$PASSWORD"'"}'
