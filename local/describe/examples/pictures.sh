#: GET /api/pictures
curl -sS "$API/api/pictures" -H "Authorization: Bearer $TOKEN"

#: PUT /api/files/{file_id}/publication
curl -sS -X PUT "$API/api/files/$PICTURE/publication" -H "Authorization: Bearer $TOKEN"

#: DELETE /api/files/{file_id}/publication
curl -sS -X DELETE "$API/api/files/$PICTURE/publication" -H "Authorization: Bearer $TOKEN"
