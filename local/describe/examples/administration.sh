#: GET /api/admin/users
curl -sS -G "$API/api/admin/users" --data-urlencode "email=$EMAIL" -H "Authorization: Bearer $ADMIN_TOKEN"

#: PATCH /api/admin/users/{user_id}
curl -sS -X PATCH "$API/api/admin/users/$USER" -H "Authorization: Bearer $ADMIN_TOKEN" \
  -H 'Content-Type: application/json' -d '{"plan": "premium"}'

#: POST /api/admin/users/{user_id}/credits
curl -sS "$API/api/admin/users/$USER/credits" -H "Authorization: Bearer $ADMIN_TOKEN" \
  -H 'Content-Type: application/json' -d '{"amount": 5, "reason": "for the wait"}'

#: DELETE /api/admin/users/{user_id}/totp
curl -sS -X DELETE "$API/api/admin/users/$USER/totp" -H "Authorization: Bearer $ADMIN_TOKEN"
