"""The tables of the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "agency",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("name", name=op.f("uq_agency_name")),
    )
    op.create_table(
        "bidder",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bidder")),
        sa.UniqueConstraint("email", name=op.f("uq_bidder_email")),
    )
    op.create_table(
        "email_code",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("email", name=op.f("pk_email_code")),
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("to", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_written_at"), ["written_at"], unique=False)

    op.create_table(
        "record_entry",
        sa.Column("chain", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=250), nullable=False),
        sa.Column("verb", sa.String(length=60), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", "seq", name=op.f("pk_record_entry")),
    )
    op.create_table(
        "round",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("bids_open_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bids_close_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voting_opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voting_closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("least_cost", sa.BigInteger(), nullable=False),
        sa.Column("greatest_cost", sa.BigInteger(), nullable=False),
        sa.Column("ballot_kind", sa.String(length=20), nullable=False),
        sa.Column("ballot_limit", sa.Integer(), nullable=False),
        sa.Column("ballot_most", sa.Integer(), nullable=False),
        sa.Column("rule_name", sa.String(length=20), nullable=False),
        sa.Column("rule_utility", sa.String(length=10), nullable=False),
        sa.Column("rule_completion", sa.String(length=10), nullable=False),
        sa.Column("rule_second", sa.String(length=10), nullable=False),
        sa.Column("rule_step", sa.BigInteger(), nullable=False),
        sa.Column("weight_factor", sa.Integer(), nullable=False),
        sa.Column("disclosure_floor", sa.Integer(), nullable=False),
        sa.Column("check_codes", sa.Boolean(), nullable=False),
        sa.Column("imported", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_rules", sa.Text(), nullable=False),
        sa.Column("rules_hash", sa.String(length=64), nullable=False),
        sa.Column("public_key", sa.String(length=130), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("disclosure_floor BETWEEN 10 AND 100", name=op.f("ck_round_floor")),
        sa.CheckConstraint("least_cost >= 1 AND greatest_cost >= least_cost", name=op.f("ck_round_costs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("slug", name=op.f("uq_round_slug")),
    )
    op.create_table(
        "throttle_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_throttle_try")),
    )
    with op.batch_alter_table("throttle_try", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_throttle_try_key"), ["key"], unique=False)

    op.create_table(
        "urn",
        sa.Column("round_id", sa.String(length=16), nullable=False),
        sa.Column("slot", sa.String(length=64), nullable=False),
        sa.Column("envelope_id", sa.String(length=32), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("enc_commit", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("round_id", "slot", name=op.f("pk_urn")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ballot",
        sa.Column("round_id", sa.String(length=16), nullable=False),
        sa.Column("commit", sa.String(length=64), nullable=False),
        sa.Column("tracker", sa.String(length=20), nullable=False),
        sa.Column("electorate", sa.String(length=30), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_ballot_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", "commit", name=op.f("pk_ballot")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "contribution",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("round_id", sa.String(length=16), nullable=False),
        sa.Column("agency_id", sa.String(length=16), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_contribution_agency_id_agency")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_contribution_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contribution_round_id"), ["round_id"], unique=False)

    op.create_table(
        "dead_code",
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("round_id", sa.String(length=16), nullable=False),
        sa.Column("voter_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_dead_code_round_id_round")),
        sa.PrimaryKeyConstraint("code_digest", name=op.f("pk_dead_code")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("dead_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dead_code_round_id"), ["round_id"], unique=False)

    op.create_table(
        "electorate",
        sa.Column("round_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("share_numerator", sa.Integer(), nullable=False),
        sa.Column("share_denominator", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_electorate_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", "key", name=op.f("pk_electorate")),
    )
    op.create_table(
        "phase_move",
        sa.Column("round_id", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("before", sa.String(length=20), nullable=False),
        sa.Column("after", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_phase_move_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", "seq", name=op.f("pk_phase_move")),
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("round_id", sa.String(length=16), nullable=False),
        sa.Column("bidder_id", sa.String(length=16), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("team", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("sentence", sa.String(length=160), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("who_for", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("symbol", sa.String(length=60), nullable=False),
        sa.Column("symbol_description", sa.String(length=160), nullable=False),
        sa.Column("picture", sa.String(length=60), nullable=False),
        sa.Column("ask", sa.BigInteger(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["bidder_id"], ["bidder.id"], name=op.f("fk_proposal_bidder_id_bidder")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_proposal_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_proposal_round_id_number")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_bidder_id"), ["bidder_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_round_id"), ["round_id"], unique=False)

    op.create_table(
        "reissued_ballots",
        sa.Column("round_id", sa.String(length=16), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_reissued_ballots_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_reissued_ballots")),
    )
    op.create_table(
        "result",
        sa.Column("round_id", sa.String(length=16), nullable=False),
        sa.Column("counted", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("pabulib", sa.Text(), nullable=False),
        sa.Column("bundle", sa.LargeBinary(), nullable=False),
        sa.Column("bundle_hash", sa.String(length=64), nullable=False),
        sa.Column("audit_bundle", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_result_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_result")),
    )
    op.create_table(
        "roll_link",
        sa.Column("round_id", sa.String(length=16), nullable=False),
        sa.Column("partner_ref", sa.String(length=64), nullable=False),
        sa.Column("voter_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_roll_link_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", "partner_ref", name=op.f("pk_roll_link")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("roll_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roll_link_voter_id"), ["voter_id"], unique=False)

    op.create_table(
        "sealed_list",
        sa.Column("round_id", sa.String(length=16), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.Column("dice", sa.String(length=20), nullable=False),
        sa.Column("replaced", sa.Integer(), nullable=False),
        sa.Column("unreadable", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Integer(), nullable=False),
        sa.Column("keys_destroyed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_sealed_list_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_sealed_list")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("agency_id", sa.String(length=16), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_staff_agency_id_agency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_email")),
    )
    op.create_table(
        "voter",
        sa.Column("voter_id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=16), nullable=False),
        sa.Column("electorate", sa.String(length=30), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_voter_round_id_round")),
        sa.PrimaryKeyConstraint("voter_id", name=op.f("pk_voter")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_voter_code_digest")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("voter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voter_round_id"), ["round_id"], unique=False)

    op.create_table(
        "cost_line",
        sa.Column("proposal_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_cost_line_proposal_id_proposal")),
        sa.PrimaryKeyConstraint("proposal_id", "position", name=op.f("pk_cost_line")),
    )
    op.create_table(
        "sign_in",
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=16), nullable=True),
        sa.Column("bidder_id", sa.String(length=16), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["bidder_id"], ["bidder.id"], name=op.f("fk_sign_in_bidder_id_bidder")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sign_in_staff_id_staff")),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_sign_in")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_bidder_id"), ["bidder_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "two_person_act",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("round_id", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("effect_hash", sa.String(length=64), nullable=False),
        sa.Column("proposed_by", sa.String(length=16), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.String(length=16), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["confirmed_by"], ["staff.id"], name=op.f("fk_two_person_act_confirmed_by_staff")),
        sa.ForeignKeyConstraint(["proposed_by"], ["staff.id"], name=op.f("fk_two_person_act_proposed_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_two_person_act")),
    )
    with op.batch_alter_table("two_person_act", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_two_person_act_round_id"), ["round_id"], unique=False)
