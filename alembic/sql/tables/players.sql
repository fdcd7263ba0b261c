-- The players and the admins.

CREATE TABLE users (
  id bigint GENERATED ALWAYS AS IDENTITY,
  username varchar(50) NOT NULL,
  email varchar(100) NOT NULL,
  phone varchar(15) NOT NULL,
  password_hash varchar(255) NOT NULL,
  date_of_birth date NOT NULL,
  role varchar(10) NOT NULL DEFAULT 'player',
  cod_username varchar(50),
  profile_image_url varchar(255),
  is_verified boolean NOT NULL DEFAULT false,
  is_active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  payouts_after timestamptz,
  CONSTRAINT pk_users PRIMARY KEY (id),
  CONSTRAINT uq_users_phone UNIQUE (phone),
  CONSTRAINT ck_users_phone_is_kenyan CHECK (phone ~ '^254[71][0-9]{8}$'),
  CONSTRAINT ck_users_role_is_known CHECK (role IN ('player', 'admin'))
);
CREATE UNIQUE INDEX uq_users_email_lower ON users (lower(email));
CREATE UNIQUE INDEX uq_users_username_lower ON users (lower(username));
