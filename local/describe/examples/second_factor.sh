#: POST /api/auth/totp -> TOTP_SECRET=secret
curl -sS -X POST "$API/api/auth/totp" -H "Authorization: Bearer $TOKEN"

#: POST /api/auth/totp/confirm
curl -sS "$API/api/auth/totp/confirm" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{"code": "'"$TOTP_CODE"'"}'

#: POST /api/auth/second-factor -> TOKEN=access_token REFRESH_TOKEN=refresh_token
curl -sS "$API/api/auth/second-factor" -H 'Content-Type: application/json' \
  -d '{"second_factor_token": "'"$SECOND_FACTOR_TOKEN"'", "code": "'"$TOTP_CODE"'"}'

#: DELETE /api/auth/totp
curl -sS -X DELETE "$API/api/auth/totp" -H "Authorization: Bearer $TOKEN"
